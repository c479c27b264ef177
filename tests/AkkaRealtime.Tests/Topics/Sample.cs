using System.Collections;
using System.Reflection;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Tests.Topics;

/// <summary>Makes values of any record by its primary constructor, and compares them member by member, so that a spec covers records that nobody listed.</summary>
internal static class Sample
{
    /// <summary>
    /// Values of a record: with nullable members set and lists that have an element, and without; and where a member is an interface, one for each
    /// record behind it.
    /// </summary>
    public static IEnumerable<object> All(Type type)
    {
        foreach (var behind in Members(type).Select(p => p.ParameterType).Where(t => t.IsInterface && !t.IsGenericType).SelectMany(Behind).DefaultIfEmpty(typeof(void)))
        {
            yield return Of(type, full: true, behind)!;
            yield return Of(type, full: false, behind)!;
        }
    }

    private static object? Of(Type type, bool full, Type behind, bool nullable = false)
    {
        var inner = Nullable.GetUnderlyingType(type);
        if (nullable || inner is not null)
            return full ? Of(inner ?? type, full, behind) : null;
        if (type == typeof(string))
            return "text ü \"quoted\"";
        if (type == typeof(long) || type == typeof(int) || type == typeof(double))
            return Convert.ChangeType(full ? 70_000 : 0, type, null);
        if (type == typeof(bool))
            return full;
        if (type.IsEnum)
            return full ? Enum.GetValues(type).Cast<object>().Last() : Enum.GetValues(type).GetValue(0);
        if (type == typeof(DateTimeOffset))
            return new DateTimeOffset(2026, 11, 23, 20, 30, 15, 123, TimeSpan.Zero);
        if (type == typeof(TimeOnly))
            return new TimeOnly(22, 30);
        if (type == typeof(WeekDays))
            return new WeekDays(full ? 0b101_0001 : 0);
        if (type == typeof(TimeSpan))
            return TimeSpan.FromMilliseconds(1_500);
        if (type == typeof(EncodedEnvelope))
            return new EncodedEnvelope("{\"type\":\"chat.room\",\"data\":{\"n\":1.50,\"t\":\"ü\\u0001\"}}"u8.ToArray());
        if (type == typeof(EncodedJson))
            return new EncodedJson("{\"n\":1.50,\"t\":\"ü\\u0001\"}"u8.ToArray());
        if (type == typeof(ReadOnlyMemory<byte>))
            return (ReadOnlyMemory<byte>)new byte[] { 1, 2, 3 };
        if (type == typeof(JsonElement))
            return JsonDocument.Parse("{\"candidate\":\"c\",\"sdpMLineIndex\":0}").RootElement.Clone();
        if (type.IsInterface && behind.IsAssignableTo(type))
            return Record(behind, full, behind);
        return type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? Collection(type, full, behind) : Record(type, full, behind);
    }

    /// <summary>The members in which two values differ, by path; empty where they are alike.</summary>
    public static IEnumerable<string> Differences(object? one, object? other, string path)
    {
        if (one is null || other is null)
            return ReferenceEquals(one, other) ? [] : [path];
        if (one is ReadOnlyMemory<byte> bytes)
            return other is ReadOnlyMemory<byte> others && bytes.Span.SequenceEqual(others.Span) ? [] : [path];
        if (one is JsonElement json)
            return other is JsonElement element && JsonElement.DeepEquals(json, element) ? [] : [path];
        if (one is IEnumerable and not string)
        {
            var (left, right) = (((IEnumerable)one).Cast<object?>().ToList(), ((IEnumerable)other).Cast<object?>().ToList());
            return left.Count != right.Count ? [path] : left.SelectMany((item, i) => Differences(item, right[i], $"{path}[{i}]"));
        }

        if (one.GetType() != other.GetType())
            return [path];
        var properties = Properties(one.GetType());
        return properties.Length == 0 || one is string or DateTimeOffset or TimeSpan or TimeOnly
            ? one.Equals(other) ? [] : [path]
            : properties.SelectMany(p => Differences(p.GetValue(one), p.GetValue(other), $"{path}.{p.Name}"));
    }

    private static PropertyInfo[] Properties(Type type) => type.IsPrimitive || type.IsEnum
        ? []
        : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract")];

    private static object Collection(Type type, bool full, Type behind)
    {
        var arguments = type.GetGenericArguments();
        var made = arguments.Length == 2
            ? typeof(Dictionary<,>).MakeGenericType(arguments)
            : type.GetGenericTypeDefinition() == typeof(IReadOnlySet<>) ? typeof(HashSet<>).MakeGenericType(arguments) : typeof(List<>).MakeGenericType(arguments);
        var collection = Activator.CreateInstance(made)!;
        if (full)
            made.GetMethod("Add", arguments)!.Invoke(collection, [.. arguments.Select(a => Of(a, full, behind))]);
        return collection;
    }

    private static object Record(Type type, bool full, Type behind)
    {
        var nullability = new NullabilityInfoContext();
        var members = Members(type);
        var record = Constructor(type).Invoke([.. members.Select(p => Of(p.ParameterType, full, behind, nullability.Create(p).ReadState == NullabilityState.Nullable))]);
        foreach (var property in Properties(type).Where(p => p.CanWrite && members.All(c => c.Name != p.Name)))
            property.SetValue(record, Of(property.PropertyType, full, behind, nullability.Create(property).ReadState == NullabilityState.Nullable));
        return record;
    }

    private static IEnumerable<Type> Behind(Type type) =>
        type.Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(type));

    private static ParameterInfo[] Members(Type type) => Constructor(type).GetParameters();

    // Not the copy constructor.
    private static ConstructorInfo Constructor(Type type) => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        .Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
        .MaxBy(c => c.GetParameters().Length) ?? throw new InvalidOperationException($"{type} has no constructor that a sample could be made with.");
}
