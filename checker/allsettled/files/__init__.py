"""The only place that touches the file system: which files, reading hostile ones, writing atomically."""
