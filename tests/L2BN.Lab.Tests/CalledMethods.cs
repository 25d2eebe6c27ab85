using System.Reflection;
using System.Reflection.Emit;

namespace L2BN.Lab.Tests;

/// <summary>Which methods the body of a method calls or takes the address of, read from its IL.</summary>
internal static class CalledMethods
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Every method and constructor of an assembly, those that the compiler made included.</summary>
    public static IEnumerable<MethodBase> In(Assembly assembly) => assembly.GetTypes().SelectMany(type => type
        .GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .OfType<MethodBase>());

    public static IEnumerable<MethodBase> Of(MethodBase method)
    {
        byte[] il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < il.Length;)
        {
            OpCode code = il[at] == 0xFE ? s_codes[(short)(0xFE00 | il[at + 1])] : s_codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod)
                yield return Called(method, BitConverter.ToInt32(il, at));
            at += code.OperandType is OperandType.InlineSwitch ? 4 + (4 * BitConverter.ToInt32(il, at)) : Length(code.OperandType);
        }
    }

    /// <summary>The method as it was written, whatever types fill its gaps and whoever inherits it: only so does one equal
    /// itself.</summary>
    public static MethodBase AsWritten(MethodBase method) =>
        // The methods of arrays are written nowhere.
        method.DeclaringType is { IsArray: true } ? method : method.Module.ResolveMethod(method.MetadataToken)!;

    private static MethodBase Called(MethodBase caller, int token)
    {
        Type[] types = caller.DeclaringType!.GetGenericArguments();
        return AsWritten(caller.Module.ResolveMethod(token, types, caller.IsGenericMethod ? caller.GetGenericArguments() : [])!);
    }

    private static int Length(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
