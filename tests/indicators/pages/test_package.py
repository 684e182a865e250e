"""The package that is downloaded proves itself elsewhere, by the base program alone."""

import json
import subprocess
import sys

from django.urls import reverse

from indicators.pages.ways import ranking, said


def test_the_downloaded_package_is_verified_without_the_application(read, evaluation, tmp_path):
    package = tmp_path / "package.zip"
    package.write_bytes(read(reverse("evaluation-package-file", args=[evaluation.pk])).getvalue())
    code = "import sys; sys.modules['django'] = None; from jiyue.cli import main; main()"
    call = [sys.executable, "-c", code, "verify", str(package), "--json"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert told["identical"]
    assert told["hash"] == evaluation.package


def test_the_page_says_fingerprint_and_command(read, evaluation):
    page = read(reverse("evaluation-package", args=[evaluation.pk]))
    assert evaluation.package in said(page)
    assert 'value="jiyue verify evaluation-2025-' in page.content.decode()


def test_a_package_that_is_gone_is_said_and_ranks_stay(read, evaluation):
    evaluation.place.unlink()
    page = read(reverse("evaluation-package", args=[evaluation.pk]), status=409)
    assert "Bring it back from the backup" in said(page)
    read(ranking(evaluation))
