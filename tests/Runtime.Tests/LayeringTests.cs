using System.Reflection;
using Nano.Plan;
using Xunit;

namespace Nano.Runtime.Tests;

public class LayeringTests
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly Assembly Runtime = typeof(ExperimentPlan).Assembly;

    [Fact]
    public void Runtime_knows_nothing_of_fsharp() =>
        Assert.DoesNotContain(Runtime.GetReferencedAssemblies(), reference => reference.Name == "FSharp.Core");

    [Fact]
    public void The_plan_stands_on_nothing_of_the_runtime()
    {
        var plan = Runtime.GetTypes().Where(type => type.Namespace == "Nano.Plan").ToArray();
        Assert.True(plan.Length > 30);
        var strays =
            from type in plan
            from used in Used(type).SelectMany(Parts)
            where used.Assembly == Runtime && used.Namespace != "Nano.Plan"
            where used.DeclaringType is null || used.DeclaringType.Namespace != "Nano.Plan"
            // Arrays of constants, which the compiler keeps in a type without a namespace.
            where used.Namespace is not null
            select $"{type.Name} uses {used.FullName}";
        Assert.Empty(strays.Distinct());
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var files = SourceFiles().ToArray();
        Assert.True(files.Length > 200);
        var tooLong = files
            .Select(file => (Name: Path.GetFileName(file), Lines: File.ReadAllLines(file).Length))
            .Where(file => file.Lines > 400)
            .ToArray();
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Nothing_changes_that_is_shared_by_all()
    {
        // Written once when the program starts is no state; everything else that is static must be read-only.
        var changing =
            from type in Runtime.GetTypes()
            from field in type.GetFields(Declared)
            where field.IsStatic && !field.IsInitOnly && !field.IsLiteral
            where !field.Name.Contains('<') && !type.Name.Contains('<')
            select $"{type.FullName}.{field.Name}";
        Assert.Empty(changing);
    }

    internal static IEnumerable<string> SourceFiles()
    {
        var source = Path.Combine(SharedData.RepositoryRoot(), "src");
        return Directory
            .EnumerateFiles(source, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".fs");
    }

    private static IEnumerable<Type> Used(Type type)
    {
        if (type.BaseType is { } parent)
            yield return parent;
        foreach (var face in type.GetInterfaces())
            yield return face;
        foreach (var attribute in type.GetCustomAttributesData())
            yield return attribute.AttributeType;
        foreach (var field in type.GetFields(Declared))
            yield return field.FieldType;
        foreach (var property in type.GetProperties(Declared))
            yield return property.PropertyType;
        foreach (var constructor in type.GetConstructors(Declared))
        foreach (var parameter in constructor.GetParameters())
            yield return parameter.ParameterType;
        foreach (var method in type.GetMethods(Declared))
        {
            yield return method.ReturnType;
            foreach (var parameter in method.GetParameters())
                yield return parameter.ParameterType;
            foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
                yield return local.LocalType;
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }
}
