"""`haystack py repl`, as a person at a terminal sees it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from terminal import DOWN, LEFT, UP, Terminal, ctrl, find_tool

# -- running


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("1 + 1", "2\n"),
        ("'λ' * 3", "'λλλ'\n"),
        ("None", ""),
        ("x = 5", ""),
        ("print('a', end='')", "a\n"),
        ("import sys; sys.stderr.write('e\\n') and None", "e\n"),
        ("[n for n in range(3)]", "[0, 1, 2]\n"),
    ],
)
def test_an_input_shows_its_value_and_its_output(repl: Terminal, line: str, shown: str) -> None:
    assert repl.enter(line) == shown


def test_variables_live_on_and_the_last_value_has_a_name(repl: Terminal) -> None:
    assert repl.enter("x = 20") == ""
    assert repl.enter("x * 2") == "40\n"
    assert repl.enter("_ + 2") == "42\n"


def test_a_block_goes_on_until_an_empty_line(repl: Terminal) -> None:
    assert repl.enter("def twice(x):", "... ") == ""
    assert repl.enter("    return x * 2", "... ") == ""
    assert repl.enter("") == ""
    assert repl.enter("twice(", "... ") == ""
    assert repl.enter("21)") == "42\n"
    assert repl.enter("'''two", "... ") == ""
    assert repl.enter("lines'''") == "'two\\nlines'\n"


def test_text_that_is_pasted_runs_line_by_line(repl: Terminal) -> None:
    repl.type("for n in range(2):\r    n * 10\r\rafter = 'λ'\rafter\r")
    assert "\n0\n10\n" in repl.expect("\n'λ'\n")
    repl.expect(">>> ")
    assert repl.enter("1") == "1\n"


def test_an_exception_shows_the_lines_that_were_entered(repl: Terminal) -> None:
    shown = repl.enter("1 / 0")
    assert (
        shown.startswith("Traceback") and "1 / 0" in shown and shown.endswith("ZeroDivisionError: division by zero\n")
    )
    assert "haystack_repl" not in shown and "hxpy" not in shown
    shown = repl.enter("a b")
    assert "a b" in shown and "SyntaxError" in shown
    assert repl.enter("'alive'") == "'alive'\n"


def test_tables_are_shown_as_tables(repl: Terminal) -> None:
    repl.enter("import pandas as pd")
    shown = repl.enter("pd.DataFrame({'kW': [1.5, 2.5], 'name': ['a', 'λ']})")
    assert [line.split() for line in shown.splitlines() if "kW" in line or "λ" in line] == [
        ["kW", "name"],
        ["2.5", "λ"],
    ]
    assert "val" in repl.enter("pd.Series([1, 2])")
    shown = repl.enter("pd.DataFrame({'n': range(10_000)})")
    assert "9999" in shown and "(10000 rows in all)" in shown and shown.count("\n") < 60
    # No kind has complex numbers: shown as Python shows it.
    assert "1.0j" in repl.enter("pd.DataFrame({'z': [1j]})")


def test_output_is_shown_while_the_code_runs(repl: Terminal) -> None:
    repl.type("import time; print('working', end='', flush=True); time.sleep(600)\r")
    repl.expect("\nworking")
    repl.type(ctrl("c"))
    assert "KeyboardInterrupt" in repl.expect(">>> ")


# -- control


def test_ctrl_c_interrupts_python_and_not_the_tool(repl: Terminal) -> None:
    repl.enter("kept = 41")
    for code in (
        "[0 for _ in iter(int, 1)]",
        "import time; time.sleep(600)",
        "import re; re.match('(a+)+b', 'a' * 40)",
    ):
        repl.type(f"print('busy'); {code}\r")
        repl.expect("\nbusy\n")
        repl.type(ctrl("c"))
        shown = repl.expect(">>> ")
        assert "KeyboardInterrupt" in shown and "hxpy" not in shown
        assert repl.enter("kept + 1") == "42\n"


def test_code_that_does_not_give_way_is_ended_and_the_tool_goes_on(repl: Terminal) -> None:
    repl.enter("def deaf():", "... ")
    repl.enter("    while True:", "... ")
    repl.enter("        try: print('busy'); sum(range(10**12))", "... ")
    repl.enter("        except KeyboardInterrupt: pass", "... ")
    repl.enter("")
    repl.type("deaf()\r")
    repl.expect("\nbusy\n")
    repl.type(ctrl("c"))
    assert "did not give way" in repl.expect(">>> ")
    assert repl.enter("6 * 7") == "42\n"


def test_ctrl_c_gives_up_the_line_and_the_block(repl: Terminal) -> None:
    repl.type("half a line" + ctrl("c"))
    repl.expect("\nKeyboardInterrupt\n")
    repl.expect(">>> ")
    repl.enter("if True:", "... ")
    repl.type(ctrl("c"))
    repl.expect("\nKeyboardInterrupt\n")
    repl.expect(">>> ")
    assert repl.enter("1") == "1\n"


@pytest.mark.parametrize(
    ("line", "status"), [(ctrl("d"), 0), ("exit()\r", 0), ("exit(3)\r", 3), ("raise SystemExit('why')\r", 1)]
)
def test_it_ends(repl: Terminal, line: str, status: int) -> None:
    repl.type(line)
    assert repl.wait() == status


def test_a_server_that_dies_is_told_and_the_next_input_has_a_new_one(repl: Terminal) -> None:
    repl.enter("lost = 1")
    assert "server died" in repl.enter("import os; os._exit(3)")
    assert "NameError" in repl.enter("lost")
    assert repl.enter("1") == "1\n"


# -- editing


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("21" + LEFT + "+1*4" + ctrl("a") + "2" + ctrl("e") + "0\r", "432\n"),
        ("1 + 2 junk" + ctrl("w") + "\r", "3\n"),
        ("junk" + ctrl("u") + "4\r", "4\n"),
        ("5 junk" + LEFT * 5 + ctrl("k") + "\r", "5\n"),
        ("'λό'" + LEFT * 2 + "\x7f" + "μ\r", "'μό'\n"),
        ("'日本'" + LEFT * 2 + "x\r", "'日x本'\n"),
        ("len('" + "x" * 200 + "')\r", "200\n"),
        ("len('" + "x" * 200 + ctrl("a") + "1+" + ctrl("e") + "')\r", "201\n"),
    ],
)
def test_keys_edit_the_line(repl: Terminal, keys: str, shown: str) -> None:
    repl.type(keys)
    repl.expect("\n")
    assert repl.expect(">>> ")[:-4].endswith(shown)


def test_the_history_is_gone_through_and_kept(tmp_path: Path) -> None:
    command = [str(find_tool()), "py", "repl"]
    with Terminal(command, state=tmp_path) as first:
        first.expect(">>> ")
        first.enter("first = 'λ'")
        first.enter("second = 2")
        first.type(ctrl("d"))
        assert first.wait() == 0
    path = tmp_path / "haystack-sdk" / "py-history"
    assert path.read_text() == "first = 'λ'\nsecond = 2\n"
    assert path.stat().st_mode & 0o777 == 0o600
    with Terminal(command, state=tmp_path) as second:
        second.expect(">>> ")
        second.type(UP + UP + "\r" + UP + UP + DOWN + "\r")
        second.expect("\n")
        second.expect("\n")
        assert second.enter("first + str(0)").endswith("'λ0'\n")
        second.type(ctrl("r") + "sec" + "\r")
        second.expect("\n")
        second.expect(">>> ")
        assert second.enter("second") == "2\n"


# -- places


def test_variables_and_code_are_there_from_the_start(tmp_path: Path) -> None:
    (tmp_path / "site.zinc").write_text('ver:"3.0"\nid,area\n@a,100\n@b,200\n')
    command = [str(find_tool()), "py", "repl", "--define", "a=20", "--define-file", f"g={tmp_path / 'site.zinc'}"]
    with Terminal([*command, "--exec", "b = a + 22"], state=tmp_path) as terminal:
        terminal.expect(">>> ")
        assert terminal.enter("b") == "42\n"
        assert "200" in terminal.enter("g")
        assert terminal.enter("int(g.to_dataframe().area.sum())") == "300\n"


def test_the_mode_of_the_terminal_is_put_back(tmp_path: Path) -> None:
    script = f"'{find_tool()}' py repl; stty -a | grep -o ' -\\?echo ' ; read line"
    with Terminal(["/bin/sh", "-c", script], state=tmp_path) as terminal:
        terminal.expect(">>> ")
        assert not terminal.echoes()
        terminal.type(ctrl("d"))
        terminal.expect(" echo ")
        assert terminal.echoes()


def test_without_a_terminal_the_lines_are_run(tmp_path: Path) -> None:
    lines = "x = 20\ndef twice(n):\n    return n * 2\n\nprint(twice(x))\n1 / 0\nexit(4)\n"
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    ended = subprocess.run(
        [find_tool(), "py", "repl"], input=lines, capture_output=True, text=True, env=environment, timeout=120
    )
    assert ended.stdout == "40\n"
    assert "ZeroDivisionError" in ended.stderr
    assert ended.returncode == 4
    assert not list(tmp_path.iterdir())
