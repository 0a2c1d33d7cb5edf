"""Figures of a sentence: what they measure, whose they are, and what else they may truly be."""
