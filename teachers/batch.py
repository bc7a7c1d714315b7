"""The vendor's Batch API behind the interface of a teacher: half the price, for a day's patience.

For single-turn work alone (densify, a judge), where thousands of requests wait on nothing but their replies.
They are gathered into files, submitted, waited for and handed out; keep as many open as memory allows.
"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from dataclasses import replace
from pathlib import Path

from schemas import Reply, Request, TeacherKind
from teachers.batch_api import BatchApi, VendorError, why_failed
from teachers.batch_gathering import BatchLimits, Gathering
from teachers.batch_jobs import Job, JobFolder
from teachers.batch_lines import Outcome, outcomes_in, request_line
from teachers.chat import OWN_FIELDS, NotACompletionError, chat_body, data_urls, reply_of
from teachers.fingerprint import teacher_ref
from teachers.openai import PASSING_STATUSES, OpenAISettings, api_key
from teachers.prices import price_for, priced
from teachers.refusals import Refusals
from teachers.teacher import TeacherRefusedError, TeacherUnavailableError

OK = 200


class BatchTeacher:
    """A model asked through batches; the very teacher that answers at once, at another price.

    Belongs to one event loop and has its folder to itself. A batch that was submitted is found again after a
    crash, and its replies go to whoever asks for them; what failed in it is asked anew, in another one.
    """

    def __init__(
        self, settings: OpenAISettings, folder: Path, prompts: str, limits: BatchLimits | None = None
    ) -> None:
        """Take the endpoint, the folder of its batches and the digest of the prompt files.

        Raises ValueError for decoding settings that name a field of the request itself; TeacherError where
        the key's variable is not set, or another process holds the folder.
        """
        if taken := OWN_FIELDS & settings.decoding.keys():
            raise ValueError(f"teacher {settings.model}: decoding may not set {', '.join(sorted(taken))}")
        self.settings = settings
        self.dialect = "openai" if settings.native_tools else "hermes"
        self.ref = teacher_ref(
            TeacherKind.OPENAI, settings.model, dict(settings.decoding), dialect=self.dialect, prompts=prompts
        )
        self._limits = limits or BatchLimits()
        self._key = api_key(settings)
        self._price = price_for(settings.model, settings.price, batch=True)
        self._refusals = Refusals(settings.decoding)
        self._urls = data_urls()
        self._folder = JobFolder(folder)
        self._api: BatchApi | None = None
        self._known: dict[str, asyncio.Future[Outcome]] = {}
        """What has become, or will, of each request, by its key."""
        self._gathering: Gathering | None = None
        self._resumed: asyncio.Future[None] | None = None
        self._carried: set[asyncio.Future[None]] = set()

    async def reply(self, request: Request) -> Reply:
        """Return the model's turn, once its batch has ended.

        Raises TeacherUnavailableError with the reason where batch or vendor failed: the request is owed.
        Raises TeacherRefusedError for one that no asking again mends.
        """
        if self._resumed is None:
            self._api = BatchApi(self.settings.base_url, self._key, self._limits.poll_s)
            self._resumed = asyncio.ensure_future(self._resume(self._api))
        await asyncio.shield(self._resumed)
        key = self._key_of(request)
        while True:
            outcome = await self._outcome(key, request)
            if not self._refusals.learn(outcome.status, outcome.body(), outcome.refused):
                return self._reply(outcome)

    async def aclose(self) -> None:
        """Stop waiting; batches under way go on at the vendor, and the next teacher finds them."""
        if self._gathering is not None:
            self._gathering.discard()
        tasks = [*self._carried, *filter(None, [self._resumed])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for known in self._known.values():
            known.cancel()
        if self._api is not None:
            await self._api.aclose()
        self._folder.close()

    def _key_of(self, request: Request) -> str:
        # Over what was asked for, not what is sent: a refusal met meanwhile must not hide a reply paid for.
        asked = chat_body(request, self.settings.model, self.settings.decoding, self._urls)
        return hashlib.sha256(b"%d\0%b" % (request.attempt, asked)).hexdigest()

    async def _outcome(self, key: str, request: Request) -> Outcome:
        known = self._known.get(key)
        if known is None:
            self._gather(key, request)
            known = self._known[key] = asyncio.get_running_loop().create_future()
        outcome = await asyncio.shield(known)
        if outcome.status != OK and self._known.get(key) is known:
            del self._known[key]
        return outcome

    def _reply(self, outcome: Outcome) -> Reply:
        body = outcome.body()
        if not outcome.status:
            raise TeacherUnavailableError(outcome.reason)
        if outcome.status != OK:
            said = f"HTTP {outcome.status} in its batch: {body[:400].decode('utf-8', 'replace')}"
            if outcome.status in PASSING_STATUSES or outcome.status >= 500:
                raise TeacherUnavailableError(said)
            raise TeacherRefusedError(f"the endpoint refuses the request, {said}", outcome.status, body)
        try:
            reply = reply_of(body, 0.0)
        except NotACompletionError as fault:
            raise TeacherUnavailableError(f"in its batch {fault}") from fault
        return replace(priced(self._price, reply), refused=outcome.refused)

    def _gather(self, key: str, request: Request) -> None:
        refused = self._refusals.refused
        body = chat_body(request, self.settings.model, self._refusals.sent(), self._urls)
        line = request_line(key, body)
        if len(line) > self._limits.size:
            raise TeacherRefusedError(
                f"a request of {len(line)} bytes fits in no batch, which holds {self._limits.size}"
            )
        if self._gathering is not None and not self._gathering.takes(line, refused):
            self._submit()
        if self._gathering is None:
            part = self._folder.part(f"{uuid.uuid4().hex}.jsonl")
            self._gathering = Gathering(part, refused, self._limits, self._submit)
        self._gathering.add(key, line)

    def _submit(self) -> None:
        """Seal what is gathered and send it on its way."""
        gathering, self._gathering = self._gathering, None
        if gathering is not None:
            self._carry(*gathering.seal())

    def _carry(self, job: Job, requests: Path | None = None) -> None:
        task = asyncio.ensure_future(self._carry_through(job, requests))
        self._carried.add(task)
        task.add_done_callback(self._carried.discard)

    async def _carry_through(self, job: Job, requests: Path | None) -> None:
        """Submit a job unless it is, wait for its end, and hand out what became of its requests."""
        assert self._api is not None
        outcomes: dict[str, Outcome] = {}
        try:
            if requests is not None:
                job = await self._submitted(self._api, job, requests)
            job = await self._ended(self._api, job)
            outcomes = await asyncio.to_thread(self._outcomes, job)
            why = f"batch {job.batch_id} ended as {job.ended} without an answer to this request"
            why += f" ({job.reason})" if job.reason else ""
        except VendorError as failure:
            why = f"batch {job.batch_id or job.name}: {failure}"
        except Exception as fault:  # one of ours: whoever asked must see it
            for key in job.keys:
                if not self._known[key].done():
                    self._known[key].set_exception(fault)
            return
        self._hand_out(job, outcomes, why)

    def _hand_out(self, job: Job, outcomes: dict[str, Outcome], why: str) -> None:
        for key in job.keys:
            if not self._known[key].done():
                self._known[key].set_result(outcomes.get(key) or Outcome(job.refused, reason=why))

    def _outcomes(self, job: Job) -> dict[str, Outcome]:
        files = [file for file in self._folder.outcome_files(job) if file.exists()]
        return {key: outcome for file in files for key, outcome in outcomes_in(file, job.refused)}

    async def _submitted(self, api: BatchApi, job: Job, requests: Path) -> Job:
        await asyncio.to_thread(self._folder.save, job)
        try:
            batch_id = await api.submit(job.name, requests, job.sealed_at)
        except VendorError as failure:
            if failure.refused:
                self._folder.drop(job)
            raise
        finally:
            requests.unlink(missing_ok=True)
        job = replace(job, batch_id=batch_id)
        await asyncio.to_thread(self._folder.save, job)
        return job

    async def _ended(self, api: BatchApi, job: Job) -> Job:
        batch = await api.ended(job.batch_id)
        ids = (batch.output_file_id, batch.error_file_id)
        for file_id, file in zip(ids, self._folder.outcome_files(job), strict=True):
            if file_id:
                part = self._folder.part(file.name)
                await api.download(file_id, part)
                await asyncio.to_thread(self._folder.keep, part, file)
        job = replace(job, ended=batch.status, reason=why_failed(batch))
        await asyncio.to_thread(self._folder.save, job)
        return job

    async def _resume(self, api: BatchApi) -> None:
        """Take up the jobs of earlier runs: what they brought, what is under way, what a crash left open."""
        for job in await asyncio.to_thread(self._folder.jobs):
            if job.ended:
                await self._take_in(job)
            elif job.batch_id:
                self._await(job)
                self._carry(job)
            else:
                await self._clear_up(api, job)

    def _await(self, job: Job) -> None:
        loop = asyncio.get_running_loop()
        for key in job.keys:
            self._known.setdefault(key, loop.create_future())

    async def _take_in(self, job: Job) -> None:
        """Keep the replies of a job that has ended, and learn from its refusals."""
        for key, outcome in (await asyncio.to_thread(self._outcomes, job)).items():
            if outcome.status == OK:
                self._known[key] = asyncio.get_running_loop().create_future()
                self._known[key].set_result(outcome)
            else:
                self._refusals.learn(outcome.status, outcome.body(), outcome.refused)

    async def _clear_up(self, api: BatchApi, job: Job) -> None:
        """Find out whether a job whose submission was cut short was taken, and forget it if not."""
        try:
            batch_id = await api.find(job.name, job.sealed_at)
        except VendorError as failure:
            self._await(job)
            self._hand_out(job, {}, f"whether batch {job.name} was taken is not known: {failure}")
            return
        if batch_id is None:
            self._folder.drop(job)
            return
        job = replace(job, batch_id=batch_id)
        await asyncio.to_thread(self._folder.save, job)
        self._await(job)
        self._carry(job)
