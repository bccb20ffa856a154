// Programs catch PythonError and handle Haystack's values: importing this module is enough for both.
@_exported public import HaystackCore
@_exported public import struct HxpyWire.PythonError
