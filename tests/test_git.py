"""Git for real: diff of Word files, a merge with a conflict, the check before a commit."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest
import yaml
from hjelp import REPO, bytt, sett_dialog

pytestmark = [
    pytest.mark.treg,
    pytest.mark.skipif(not shutil.which("git"), reason="git is not installed"),
]
RUNDE = "data/runder/2015.yaml"
HOOKS = ".pre-commit-hooks.yaml"


class Repo:
    """A git repository, and what a person does in it; ``dialog`` is the one under test."""

    def __init__(self, folder, programs):
        self.folder = folder
        dialog = programs / "dialog"
        dialog.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dialoggrunnlag "$@"\n', "utf-8")
        dialog.chmod(0o755)
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        person = {
            f"GIT_{who}_{what}": "x"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        }
        self.env = own | person | {
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(programs),  # nobody's own settings
            "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": str(programs / "pre-commit"),
            "PYTHONPATH": str(REPO),
        }  # fmt: skip
        folder.mkdir(exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def run(self, *words):
        """What a command gave: its exit code, and all that it said."""
        done = subprocess.run(
            words, cwd=self.folder, env=self.env, check=False, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout.decode()

    def git(self, *words):
        code, said = self.run("git", *words)
        assert code == 0, said
        return said

    def commit(self, message="x"):
        self.git("add", ".")
        return self.run("git", "commit", "-qm", message)


@pytest.fixture
def programmer(tmp_path):
    folder = tmp_path / "programmer"
    folder.mkdir()
    return folder


@pytest.fixture
def repo(prosjekt, programmer):
    """The project in git, as the county's advisers have it."""
    repo = Repo(prosjekt, programmer)
    shutil.copy(REPO / ".gitattributes", prosjekt)
    repo.git("config", "diff.word.textconv", "dialog tekst")
    assert repo.commit()[0] == 0
    return repo


def endret(diff):
    """The lines that a diff adds and takes away."""
    return [line for line in diff.splitlines() if re.match(r"[+-](?![+-])", line)]


def test_git_diff_shows_what_changed_in_a_template(prosjekt, repo):
    path = prosjekt / "maler/dialoggrunnlag.docx"
    document = docx.Document(path)
    (name,) = [one for one in document.paragraphs if one.text == "{{ skole.navn }}"]
    name.runs[0].text = "{{ skole.kortnavn }}"
    document.save(path)
    changed = [line for line in endret(repo.git("diff")) if "{{" in line]
    assert changed == ["-{{ skole.navn }}", "+{{ skole.kortnavn }}"]


def test_git_diff_shows_the_rest_where_a_docx_is_no_word_file(prosjekt, repo):
    whole = (prosjekt / "maler/dagsorden.docx").read_bytes()
    (prosjekt / "maler/dagsorden.docx").write_bytes(whole[:1000])
    (prosjekt / "maler/oppsummering.docx").write_bytes(b"")
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Ål vgs.", "kortnavn: Ål")
    diff = repo.git("diff")
    assert "+    kortnavn: Ål" in endret(diff)
    assert "# Dagsorden" in diff or "{{ tema.start }}" in diff
    added = [line for line in endret(diff) if "Dette er ikke en Word-fil" in line]
    assert [re.search(r"\((\d+) byte", line)[1] for line in added] == ["1000", "0"]
    (prosjekt / "maler/dagsorden.docx").write_bytes(whole[:999])
    repo.git("add", "maler/dagsorden.docx")
    (prosjekt / "maler/dagsorden.docx").write_bytes(whole[:1000])
    assert len(endret(repo.git("diff", "maler/dagsorden.docx"))) == 2


def test_a_merge_with_a_conflict_is_told_at_its_first_mark(prosjekt, repo):
    path = prosjekt / RUNDE
    repo.git("switch", "-qc", "kari")
    sett_dialog(prosjekt, "gol", "dato: 3. november 2015", "sted: Aulaen")
    assert repo.commit("Kari")[0] == 0
    repo.git("switch", "-q", "main")
    sett_dialog(prosjekt, "gol", "dato: 10. november 2015", "sted: Aulaen")
    assert repo.commit("Ola")[0] == 0
    code, said = repo.run("git", "merge", "kari")
    assert code == 1
    assert RUNDE in said
    lines = path.read_text("utf-8").splitlines()
    [mark] = [number for number, line in enumerate(lines, 1) if line.startswith("<<<<<<<")]
    code, said = repo.run("dialog", "sjekk")
    assert code == 1
    assert said.startswith(f"{RUNDE}:{mark}:")
    code, said = repo.run("dialog", "sjekk", "--format", "github")
    assert code == 1
    assert f"file={RUNDE},line={mark}," in said


# --- pre-commit ---------------------------------------------------------------------------
#
# The hook installs the program with pip from the network, which .ci/run does («pre-commit
# try-repo»). Here pre-commit runs the very same hook with what is installed already, so that it
# is run on every machine.


@pytest.fixture
def hook(tmp_path, programmer):
    """A repository with the project's hooks, told to run what is installed; and their revision."""
    source = (REPO / HOOKS).read_text("utf-8")
    assert source.count("language: python\n") == len(yaml.safe_load(source)) == 1
    program = Repo(tmp_path / "programmet", programmer)
    hooks = source.replace("language: python\n", "language: system\n")
    (program.folder / HOOKS).write_text(hooks, "utf-8")
    assert program.commit()[0] == 0
    return program.folder, program.git("rev-parse", "HEAD").strip()


def pre_commit(repo, *words):
    return repo.run(sys.executable, "-m", "pre_commit", *words)


def bruk_hook(repo, hook, *args):
    """Have the check before each commit, as docs/kontroller.md tells."""
    url, revision = hook
    settings = {"id": "dialog-sjekk"} | ({"args": list(args)} if args else {})
    config = {"repos": [{"repo": str(url), "rev": revision, "hooks": [settings]}]}
    (repo.folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    assert pre_commit(repo, "install")[0] == 0


def test_the_manifest_is_one_that_pre_commit_takes(repo):
    assert pre_commit(repo, "validate-manifest", str(REPO / HOOKS)) == (0, "")


def test_a_commit_with_a_fault_in_the_data_is_stopped_until_it_is_put_right(prosjekt, repo, hook):
    bruk_hook(repo, hook)
    path = prosjekt / RUNDE
    whole = path.read_text("utf-8")
    sett_dialog(prosjekt, "gol", "preiode: sen")
    code, said = repo.commit()
    assert code == 1
    assert "dialog sjekk" in said
    assert "Failed" in said
    assert f"{RUNDE}:" in said
    assert "Mente du «periode»?" in said
    assert repo.git("log", "--oneline").count("\n") == 1
    path.write_text(whole, "utf-8")
    code, said = repo.commit()
    assert code == 0
    assert repo.git("log", "--oneline").count("\n") == 2


def test_a_fault_that_is_no_part_of_the_commit_does_not_stop_it(prosjekt, repo, hook):
    bruk_hook(repo, hook)
    assert repo.commit()[0] == 0
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn:")  # not added
    (prosjekt / "notat.txt").write_text("x", "utf-8")
    repo.git("add", "notat.txt")
    code, said = repo.run("git", "commit", "-m", "Et notat")
    assert code == 0
    assert "Skipped" in said  # nothing in data/ or maler/
    bytt(prosjekt / "maler/dagsorden.txt.j2", "{{ tema.start }}", "{{ tema.start}}")
    repo.git("add", "maler")
    code, said = repo.run("git", "commit", "-m", "En mal")
    assert code == 0
    assert "Passed" in said
    assert "kortnavn:\n" in (prosjekt / "data/skoler.yaml").read_text("utf-8")


def test_a_project_in_a_folder_of_the_repository_is_checked_with_its_prosjekt(
    prosjekt, programmer, hook, tmp_path
):
    (tmp_path / "fylket").mkdir()
    shutil.move(prosjekt, tmp_path / "fylket/dialog")
    repo = Repo(tmp_path / "fylket", programmer)
    bruk_hook(repo, hook, "--prosjekt", "dialog")
    assert repo.commit()[0] == 0
    bytt(Path("data/skoler.yaml").resolve(), "kortnavn: Gol vgs.", "kortnavn:")
    code, said = repo.commit()
    assert code == 1
    assert "data/skoler.yaml:71:" in said


def test_the_hook_of_a_project_with_its_own_program_is_as_the_docs_show_it(
    prosjekt, repo, programmer
):
    page = (REPO / "docs/kontroller.md").read_text("utf-8")
    [config] = [
        block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "local" in block
    ]
    (prosjekt / ".pre-commit-config.yaml").write_text(config, "utf-8")
    (prosjekt / ".gitignore").write_text(".venv/\n", "utf-8")
    (prosjekt / ".venv/bin").mkdir(parents=True)
    (prosjekt / ".venv/bin/dialog").symlink_to(programmer / "dialog")
    assert pre_commit(repo, "install")[0] == 0
    assert repo.commit()[0] == 0
    bytt(prosjekt / "data/skoler.yaml", "kortnavn: Gol vgs.", "kortnavn:")
    code, said = repo.commit()
    assert code == 1
    assert "data/skoler.yaml:71:5: skoler.gol.kortnavn: Verdien mangler." in said
    repo.git("checkout", "-q", "HEAD", ".")
    repo.git("rm", "-q", "maler/ordliste.yaml")  # pre-commit has no file to give the check
    assert "Skipped" in repo.run("git", "commit", "-m", "Sletter")[1]
