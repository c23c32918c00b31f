"""What the tools' cards show, one module per family of tools: the arguments that matter, and the parts of the body."""
