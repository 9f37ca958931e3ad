"""Nothing that we run reports to its maker: what happens in a school stays in the school."""

import importlib.util
from pathlib import Path

# The address that Microsoft's telemetry client, built into ONNX Runtime from 1.29 on, uploads to.
UPLOADS_TO = b"events.data.microsoft.com"


def test_the_model_runtime_has_no_telemetry_built_in() -> None:
    found = importlib.util.find_spec("onnxruntime")
    assert found is not None
    assert found.origin is not None
    libraries = list((Path(found.origin).parent / "capi").glob("onnxruntime_pybind11_state*.so"))
    assert libraries
    assert all(UPLOADS_TO not in library.read_bytes() for library in libraries)
