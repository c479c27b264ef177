namespace AkkaRealtime.Envelopes;

/// <summary>
/// The <c>data</c> of an envelope that a client sends. Its members are what the wire carries (camelCase), all of them
/// optional to the JSON reader: <see cref="Validate"/> says which are missing or wrong. <c>ref</c> travels beside it.
/// </summary>
public interface IRequest
{
    /// <summary>Null where the request is well formed; otherwise the error that names the field.</summary>
    RequestError? Validate();

    /// <summary>
    /// What it costs against the rate limits of its connection, user and address, in plain requests: 1 for most, more for what takes the server longer, such as a search. What its bytes cost comes on top.
    /// Asked of a request that is well formed.
    /// </summary>
    int Cost => 1;
}
