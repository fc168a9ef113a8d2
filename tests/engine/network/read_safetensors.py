"""Reads a safetensors file with the standard library alone, by the format's description, and prints its
metadata and then one line a tensor: name, dtype, shape, and the sum and the last of its values as hex floats
or integers. It shares no code with Tandem, so that the test that runs it proves the files readable by others.
"""
import json
import struct
import sys

with open(sys.argv[1], "rb") as file:
    content = file.read()
(length,) = struct.unpack("<Q", content[:8])
header = json.loads(content[8:8 + length])
data = content[8 + length:]
for key, value in sorted(header.pop("__metadata__", {}).items()):
    print(f"metadata {key}={value}")
for name, entry in sorted(header.items()):
    begin, end = entry["data_offsets"]
    code = {"F32": "f", "I64": "q"}[entry["dtype"]]
    width = struct.calcsize("<" + code)
    assert (8 + length + begin) % width == 0, f"{name} is not aligned"
    values = struct.unpack(f"<{(end - begin) // width}{code}", data[begin:end])
    total = sum(values)
    last = values[-1] if values else 0
    show = (lambda value: float(value).hex()) if code == "f" else str
    print(name, entry["dtype"], entry["shape"], show(total), show(last))
