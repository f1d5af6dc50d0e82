"""What was found in a file is kept, by the file's bytes: a file that hasn't changed isn't judged twice.

Nothing depends on it. It's believed only if it's whole, of this version and of these settings; else it's as if it
weren't there.
"""
