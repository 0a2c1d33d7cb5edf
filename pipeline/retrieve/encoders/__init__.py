"""Models over text in numpy: wordpiece, BERT, MiniLM, word vectors, rerankers."""
