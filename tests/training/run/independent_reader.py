#!/usr/bin/env python3
"""Reads and writes TFRecords and TensorBoard events from the formats' descriptions, sharing no code with Tandem.

  independent_reader.py records FILE          one line of hex per record
  independent_reader.py write FILE HEX...     a file of these records
  independent_reader.py events FILE           one line "step tag value" per scalar, and "version V"

Exits with status 1 and a message if a checksum is wrong. Needs nothing but python3-minimal.
"""
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    rotated = ((crc >> 15) | (crc << 17)) & 0xFFFFFFFF
    return struct.pack("<I", (rotated + 0xA282EAD8) & 0xFFFFFFFF)


def read_records(path):
    data = open(path, "rb").read()
    records = []
    while data:
        length, checksum = data[:8], data[8:12]
        if masked(length) != checksum:
            sys.exit(f"record {len(records)}: wrong length checksum")
        size = struct.unpack("<Q", length)[0]
        record = data[12:12 + size]
        if masked(record) != data[12 + size:16 + size]:
            sys.exit(f"record {len(records)}: wrong data checksum")
        records.append(record)
        data = data[16 + size:]
    return records


def write_records(path, records):
    with open(path, "wb") as file:
        for record in records:
            length = struct.pack("<Q", len(record))
            file.write(length + masked(length) + record + masked(record))


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def message(data):
    """The fields of a protobuf message on the wire: (number, value); bytes for 32-bit, 64-bit and lengths."""
    fields, at = [], 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            if kind == 2:
                size, at = varint(data, at)
            else:
                size = {1: 8, 5: 4}[kind]
            value, at = data[at:at + size], at + size
        fields.append((key >> 3, value))
    return fields


def print_events(path):
    for record in read_records(path):
        event = message(record)
        fields = dict(event)
        assert struct.unpack("<d", fields[1])[0] > 1.6e9, "wall_time"
        if 3 in fields:
            print("version", fields[3].decode())
        for number, summary in event:
            if number != 5:
                continue
            for _, value in message(summary):
                scalar = dict(message(value))
                print(fields[2], scalar[1].decode(), struct.unpack("<f", scalar[2])[0])


def main(command, path, *hex_records):
    if command == "records":
        for record in read_records(path):
            print(record.hex())
    elif command == "write":
        write_records(path, [bytes.fromhex(record) for record in hex_records])
    elif command == "events":
        print_events(path)
    else:
        sys.exit(__doc__)


main(*sys.argv[1:])
