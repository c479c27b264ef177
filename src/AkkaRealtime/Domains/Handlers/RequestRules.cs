using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>
/// The rules that a record's data annotations state, on its properties or on the parameters of its constructor. They are found once; a record
/// without any costs nothing to check. Members of members are not looked into.
/// </summary>
internal sealed class RequestRules
{
    private readonly List<(string Name, bool IsRequired)> _members = [];
    private readonly List<(string Name, Func<object, object?> Get, ValidationAttribute[] Rules)> _rules = [];

    /// <summary>Finds the rules of a record.</summary>
    public RequestRules(JsonTypeInfo json)
    {
        foreach (var member in json.Properties)
        {
            _members.Add((member.Name, member.IsRequired));
            ValidationAttribute[] rules = [.. RulesOf(member.AttributeProvider), .. RulesOf(member.AssociatedParameter?.AttributeProvider)];
            if (rules.Length > 0 && member.Get is { } get)
                _rules.Add((member.Name, get, rules));
        }
    }

    /// <summary>The first rule that a request breaks, or null.</summary>
    public RequestError? Check(object body)
    {
        foreach (var (name, get, rules) in _rules)
        {
            var value = get(body);
            foreach (var rule in rules)
            {
                var context = new ValidationContext(body) { DisplayName = name, MemberName = name };
                if (rule.GetValidationResult(value, context) is { } broken)
                    return RequestError.Bad(name, broken.ErrorMessage ?? $"\"{name}\" is wrong.");
            }
        }

        if (body is not IValidatableObject validatable)
            return null;
        return validatable.Validate(new ValidationContext(body)).FirstOrDefault(r => r != ValidationResult.Success) is { } fault
            ? new RequestError(ErrorCode.BadRequest, fault.ErrorMessage ?? "The request is wrong.", fault.MemberNames.Select(JsonNamingPolicy.CamelCase.ConvertName).FirstOrDefault())
            : null;
    }

    /// <summary>The first required member that is not there, or null: JSON's own exception doesn't say in a form that a client could use.</summary>
    public RequestError? Missing(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        var given = JsonElement.ParseValue(ref reader);
        foreach (var (name, isRequired) in _members)
        {
            if (isRequired && !given.TryGetProperty(name, out _))
                return RequestError.Bad(name, $"\"{name}\" is missing.");
        }

        return null;
    }

    private static IEnumerable<ValidationAttribute> RulesOf(ICustomAttributeProvider? member) =>
        member?.GetCustomAttributes(typeof(ValidationAttribute), inherit: true).Cast<ValidationAttribute>() ?? [];
}
