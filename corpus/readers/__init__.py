"""Readers of official formats: bytes in, a reading out, each format a file of its own."""
