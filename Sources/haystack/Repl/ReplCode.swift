/// The Python side of the REPL: it knows when an input is whole, runs it, and shows what it gives.
///
/// It is sent to the session as code, so that it works with any server, the upstream one too.
enum ReplCode {
    /// Runs once in a session.
    static let setUp = """
        import sys, types
        _repl = sys.modules["haystack_repl"] = types.ModuleType("haystack_repl")
        exec(\(literal(module)), _repl.__dict__)
        _repl.start(globals())
        del _repl
        """

    /// Takes the lines of an input so far: `True` where it goes on, else a Dict of what came of it.
    static func feed(_ source: String) -> String { "__import__('haystack_repl').feed(\(literal(source)))" }

    /// Prints what the last input gave, where it cannot be shown as a table.
    static let plain = "__import__('haystack_repl').plain()"

    /// Python's literal of a text. By its bytes: no character has to be escaped.
    private static func literal(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let hex = text.utf8.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "bytes.fromhex('\(String(decoding: hex, as: UTF8.self))').decode()"
    }

    private static let module = """
        import builtins, code, linecache, os, sys, traceback

        MOST_ROWS = 200
        shown = []
        count = 0
        interpreter = None

        class Interpreter(code.InteractiveInterpreter):
            def runsource(self, source, name, symbol="single"):
                lines = [line + "\\n" for line in source.split("\\n")]
                linecache.cache[name] = (len(source), None, lines, name)
                return super().runsource(source, name, symbol)

            def showtraceback(self):
                kind, error, trace = sys.exc_info()
                report = traceback.TracebackException(kind, error, trace.tb_next if trace else None)
                hide_server(report)
                self.write("".join(report.format()))

        def hide_server(report):
            # The frames that turn an interrupt into an exception are nobody's.
            while report is not None:
                frames = [frame for frame in report.stack if os.path.basename(os.path.dirname(frame.filename)) != "hxpy"]
                report.stack = traceback.StackSummary.from_list(frames)
                report = report.__cause__ or report.__context__

        def start(variables):
            global interpreter
            interpreter = Interpreter(variables)

        def feed(source):
            global count
            shown.clear()
            before, sys.displayhook = sys.displayhook, display
            try:
                if interpreter.runsource(source, f"<input {count + 1}>"):
                    return True
            except SystemExit as error:
                return {"exit": status(error.code)}
            finally:
                sys.displayhook = before
            count += 1
            return {"tables": [table(value) for value in shown]}

        def display(value):
            if value is None:
                return
            builtins._ = value
            if is_table(value):
                shown.append(value)
            else:
                print(repr(value))

        def plain():
            for value in shown:
                print(repr(value))

        def is_table(value):
            names = {(cls.__module__.partition(".")[0], cls.__name__) for cls in type(value).__mro__}
            return bool(names & {("pandas", "DataFrame"), ("pandas", "Series"), ("hxpy", "Grid")})

        def table(value):
            # Only what is shown of a long table has to travel.
            if not hasattr(value, "iloc") or len(value) <= MOST_ROWS:
                return {"grid": value}
            import pandas
            half = MOST_ROWS // 2
            return {"grid": pandas.concat([value.iloc[:half], value.iloc[-half:]]), "rows": len(value)}

        def status(code):
            if code is None or isinstance(code, int):
                return code or 0
            print(code, file=sys.stderr)
            return 1
        """
}
