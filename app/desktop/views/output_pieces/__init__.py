"""The pieces the output view is made of: one class per kind of thing, each able to measure and paint itself."""
