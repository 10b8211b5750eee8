using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Hosting;

/// <summary>All that an application logs, whole: the message, what it was made of, the exception, and the scopes around it.</summary>
public sealed class CollectedLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> lines = new();
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>A line that another process has logged.</summary>
    public void Add(string line) => lines.Enqueue(line);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

    public void Dispose() { }

    private sealed class Logger(CollectedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var parts = new List<string> { category, eventId.ToString(), formatter(state, exception), Whole(state), exception?.ToString() ?? "" };
            log.scopes.ForEachScope((scope, into) => into.Add(Whole(scope)), parts);
            log.lines.Enqueue(string.Join(" | ", parts));
        }

        private static string Whole(object? state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(", ", values.Select(value => $"{value.Key}={value.Value}")) : $"{state}";
    }
}
