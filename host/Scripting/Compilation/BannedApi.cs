namespace IntegrationHost.Scripting.Compilation;

/// <summary>What a mapping cannot use: anything that answers differently for the same record, or reaches outside it.
/// A guard rail against mistakes, not a sandbox: who may edit scripts can run code as the host.</summary>
internal static class BannedApi
{
    private static readonly string[] Namespaces =
    [
        "System.IO", "System.Net", "System.Reflection", "System.Diagnostics", "System.Runtime.InteropServices",
        "System.Runtime.Loader", "System.Runtime.Intrinsics", "System.Security", "System.Threading", "System.CodeDom",
        "System.Configuration", "System.Runtime.Remoting", "System.Data", "System.Xml", "Microsoft.Win32", "Internal",
        "Microsoft.Extensions", "IntegrationHost.Connectors", "IntegrationHost.Limits",
    ];

    /// <summary>Types of those namespaces that the compiler itself needs, or that do no harm.</summary>
    private static readonly HashSet<string> Kept =
    [
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.Tasks.ValueTask",
        "System.Threading.Tasks.ValueTask`1", "System.Threading.CancellationToken", "System.Threading.Interlocked",
        "System.Diagnostics.DebuggableAttribute", "System.Diagnostics.DebuggerBrowsableAttribute",
        "System.Diagnostics.DebuggerBrowsableState", "System.Diagnostics.DebuggerHiddenAttribute",
        "System.Diagnostics.DebuggerStepThroughAttribute", "System.Diagnostics.ConditionalAttribute",
        "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute",
        "System.Runtime.InteropServices.InAttribute", "System.Runtime.InteropServices.OutAttribute",
        "System.Reflection.DefaultMemberAttribute", "System.Security.UnverifiableCodeAttribute",
        "System.Security.Permissions.SecurityPermissionAttribute", "System.Security.Permissions.SecurityAction",
        "System.Security.SkipVisibilityChecksAttribute",
    ];

    private static readonly HashSet<string> Types =
    [
        "System.Environment", "System.AppDomain", "System.AppContext", "System.Activator", "System.GC", "System.Random",
        "System.TimeProvider", "System.MarshalByRefObject", "System.TypedReference", "System.ArgIterator",
        "System.HashCode", "System.Console", "System.ThreadStaticAttribute", "System.Buffers.ArrayPool`1",
        "System.Buffers.MemoryPool`1", "System.Runtime.GCSettings",
        "System.Runtime.CompilerServices.Unsafe", "System.Runtime.CompilerServices.UnsafeAccessorAttribute",
        "System.Runtime.CompilerServices.UnsafeAccessorKind",
        "System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute",
        "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute",
        "System.Runtime.CompilerServices.ModuleInitializerAttribute",
    ];

    private static readonly Dictionary<string, string[]> Members = new()
    {
        ["System.DateTime"] = ["get_Now", "get_UtcNow", "get_Today", "ToLocalTime"],
        ["System.DateTimeOffset"] = ["get_Now", "get_UtcNow", "ToLocalTime", "get_LocalDateTime"],
        ["System.TimeZoneInfo"] = ["get_Local", "ClearCachedData"],
        ["System.Guid"] = ["NewGuid", "CreateVersion7"],
        ["System.Object"] = ["GetType"],
        ["System.Delegate"] = ["get_Method", "get_Target", "CreateDelegate", "DynamicInvoke"],
        ["System.Globalization.CultureInfo"] =
        [
            "set_CurrentCulture", "set_CurrentUICulture", "set_DefaultThreadCurrentCulture",
            "set_DefaultThreadCurrentUICulture",
        ],
        ["System.Threading.Tasks.Task"] =
        [
            "Run", "Start", "RunSynchronously", "Delay", "Wait", "WaitAll", "WaitAny", "ContinueWith", "get_Factory",
        ],
        ["System.Runtime.CompilerServices.RuntimeHelpers"] =
        [
            "RunClassConstructor", "RunModuleConstructor", "GetUninitializedObject", "PrepareMethod", "PrepareDelegate",
            "AllocateTypeAssociatedMemory", "GetHashCode",
        ],
    };

    // Of a type a script may see that it is one; all else about it is reflection.
    private static readonly HashSet<string> KeptOfType =
    [
        ".ctor", ".cctor", "GetTypeFromHandle", "op_Equality", "op_Inequality", "Equals", "GetHashCode", "ToString",
        "get_Name", "get_FullName",
    ];

    public static bool IsType(string @namespace, string name)
    {
        var full = $"{@namespace}.{name}";
        return !Kept.Contains(full) && (Types.Contains(full) || IsNamespace(@namespace));
    }

    public static bool IsNamespace(string name) => Namespaces.Any(banned =>
        name == banned || name.StartsWith(banned + ".", StringComparison.Ordinal));

    public static bool IsMember(string type, string member) => type == "System.Type"
        ? !KeptOfType.Contains(member)
        : Members.TryGetValue(type, out var banned) && banned.Contains(member);
}
