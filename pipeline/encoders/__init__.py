"""Text into vectors, behind one Protocol of one method (`base.Encoder.encode`).

`tfidf` and `onnx` serve without torch or scikit-learn; `transformer` is the only room that knows torch.
"""
