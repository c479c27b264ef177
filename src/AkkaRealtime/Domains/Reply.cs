using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// What a handler answers: a value, or the error that says why there is none. Both convert by themselves, so that a handler reads
/// <c>return new OrderPlaced(…)</c> and <c>return RequestError.Bad("sku", …)</c>. <c>default</c> is neither: it is answered with
/// <see cref="ErrorCode.Internal"/>, and logged.
/// </summary>
/// <typeparam name="T">The value; JSON writes it as an object.</typeparam>
public readonly record struct Reply<T>
    where T : notnull
{
    private Reply(T? value, bool hasValue, RequestError? error) => (Value, HasValue, Error) = (value, hasValue, error);

    /// <summary>The value; null where there is an <see cref="Error"/>.</summary>
    public T? Value { get; }

    /// <summary>The refusal, or null.</summary>
    public RequestError? Error { get; }

    /// <summary>False for a refusal, and for <c>default</c>, which is neither.</summary>
    internal bool HasValue { get; }

    /// <summary>A reply with a value.</summary>
    public static implicit operator Reply<T>(T value) => new(value, value is not null, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Reply<T>(RequestError error) => new(default, false, error);
}
