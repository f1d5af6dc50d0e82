"""What earlier runs found, under keys of all that it follows from: what hasn't changed isn't judged or rendered twice.

Nothing depends on it. It's believed only if it's whole, of this version and of these settings; else it's as if it
weren't there.
"""
