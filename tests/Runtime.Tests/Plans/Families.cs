using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using Nano.Plan;

namespace Nano.Runtime.Tests.Plans;

/// <summary>The closed families of the runtime: abstract records whose cases stand in their attributes.</summary>
internal static class Families
{
    public static ImmutableArray<Type> All { get; } =
    [
        .. typeof(ExperimentPlan)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false).Any())
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    public static ImmutableArray<Type> Of(Type family) =>
        [
            .. family
                .GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
                .Select(attribute => attribute.DerivedType),
        ];

    public static ImmutableArray<Type> Of<T>() => Of(typeof(T));
}
