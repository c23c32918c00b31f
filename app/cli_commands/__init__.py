"""The commands, one module each: ``add_arguments(parser)`` says what it takes, ``run(arguments, paths)`` does it."""
