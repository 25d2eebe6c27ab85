namespace L2BN.Onnx.Wire;

/// <summary>Numbers of fields and types in onnx.proto (github.com/onnx/onnx), as far as they are written here.</summary>
internal static class OnnxFields
{
    public const int FloatType = 1, Int64Type = 7;

    public static class Model
    {
        public const int IrVersion = 1, Producer = 2, ProducerVersion = 3, Graph = 7, OpsetImport = 8, Metadata = 14;
    }

    public static class Opset
    {
        public const int Version = 2;
    }

    public static class Entry
    {
        public const int Key = 1, Value = 2;
    }

    public static class Graph
    {
        public const int Node = 1, Name = 2, Initializer = 5, Input = 11, Output = 12;
    }

    public static class Node
    {
        public const int Input = 1, Output = 2, Name = 3, Operator = 4, Attribute = 5;
    }

    public static class Attribute
    {
        public const int Name = 1, Float = 2, Integer = 3, Text = 4, Integers = 8, Type = 20;
        public const int FloatKind = 1, IntegerKind = 2, TextKind = 3, IntegersKind = 7;
    }

    public static class Tensor
    {
        public const int Dims = 1, DataType = 2, Name = 8, RawData = 9, ExternalData = 13, DataLocation = 14, External = 1;
    }

    public static class Value
    {
        public const int Name = 1, Type = 2, TensorType = 1, ElementType = 1, Shape = 2, Dim = 1, DimValue = 1, DimName = 2;
    }
}
