"""Probes that judge any Jupyter kernel for TypeScript by what its clients see."""
