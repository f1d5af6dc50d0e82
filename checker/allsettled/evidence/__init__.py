"""What the harness itself wrote, as one neutral value, whichever harness it was."""
