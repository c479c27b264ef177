using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace AkkaRealtime.Cli;

/// <summary>What goes to standard output: colours on a terminal, plain text elsewhere, JSON where it is asked for. Whatever is not the answer goes to standard error.</summary>
internal static class Output
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether somebody looks at it.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>A line.</summary>
    public static void Line(string text) => Console.Out.WriteLine(Clean(text));

    /// <summary>A line of markup on a terminal, and of text elsewhere.</summary>
    public static void Line(string markup, string text)
    {
        if (IsTerminal)
            AnsiConsole.MarkupLine(markup);
        else
            Line(text);
    }

    /// <summary>A line that is no answer.</summary>
    public static void Note(string text) => Console.Error.WriteLine(Clean(text));

    /// <summary>An object of JSON, on a line.</summary>
    public static void Object(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Text that somebody else wrote, as markup.</summary>
    public static string Escape(string text) => Markup.Escape(Clean(text));

    /// <summary>Text without what could speak to a terminal: a message may hold escape sequences. Line breaks stay.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '\n' or '\t' || !char.IsControl(c))
                clean.Append(c);
            else if (c != '\r')
                clean.Append('\ufffd');
        }

        return clean.ToString();
    }
}
