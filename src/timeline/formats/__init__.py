"""The record in the formats of other programs, each file saying where it is from."""
