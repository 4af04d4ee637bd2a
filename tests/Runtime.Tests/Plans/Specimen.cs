using System.Collections.Immutable;
using System.Reflection;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Tests.Plans;

/// <summary>
/// Makes records with random content through their constructors, so that no member can be forgotten: a new one is
/// filled in as soon as it exists.
/// </summary>
/// <param name="wanted">The case to take wherever its family is asked for; other families take a random case.</param>
internal sealed class Specimen(RandomStream random, Type? wanted = null)
{
    private static readonly double[] Extremes =
    [
        0,
        -0.0,
        double.Epsilon,
        -double.Epsilon,
        double.MaxValue,
        double.MinValue,
        1.0 / 3,
        0.1 + 0.2,
        1e300,
        -1e-300,
    ];

    private static readonly string[] Texts = ["", "plain", "a \"quoted\" <b> & \\ é 漢 😀", "\u0001\t\n\u2028", "null"];

    public object Make(Type type)
    {
        if (Families.Of(type) is { Length: > 0 } cases)
            return Make(cases.Contains(wanted!) ? wanted! : cases[random.Below(cases.Length)]);
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Make(inner);
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(random.Below(Enum.GetValues(type).Length))!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return Items(type.GetGenericArguments()[0]);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => random.Below(2) == 1,
            TypeCode.Int32 => random.Below(int.MaxValue) * (random.Below(2) == 1 ? -1 : 1),
            TypeCode.Int64 => random.Below(2) == 1 ? long.MinValue : long.MaxValue,
            TypeCode.UInt64 => random.Below(2) == 1 ? ulong.MaxValue : (ulong)random.Below(9),
            TypeCode.Double => random.Below(3) == 0 ? random.Normal() : Extremes[random.Below(Extremes.Length)],
            TypeCode.String => Texts[random.Below(Texts.Length)],
            TypeCode.Object => Record(type),
            _ => throw new NotSupportedException($"no specimen of a {type}"),
        };
    }

    public T Make<T>() => (T)Make(typeof(T));

    private object Record(Type type)
    {
        // The longest public constructor is the record's own.
        var constructor = type.GetConstructors().MaxBy(made => made.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
    }

    private object Items(Type item)
    {
        // One of each case where a list is of a family, so that every case stands in a list, too.
        var types = Families.Of(item) is { Length: > 0 } cases ? cases : [item, item];
        var values = Array.CreateInstance(item, types.Length);
        for (var i = 0; i < types.Length; i++)
            values.SetValue(Make(types[i]), i);
        return typeof(ImmutableArray)
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(item)
            .Invoke(null, [values])!;
    }
}
