//! Tasks of the person of the token.

use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Json, Response},
};
use sha2::{Digest, Sha256};

use super::{
    answers::{Task, TaskList},
    body::Body,
    caller::{Owner, TaskPath},
    conditions::{IdempotencyKey, IfMatch, etag},
    list_query::ListQuery,
    problem::Failure,
    requests::{Completion, NewTask, TaskUpdate},
};
use crate::{
    domain::{self, TaskChanges, TaskDescription, TaskDraft, TaskId, UserId},
    server::{
        kept::ListKey,
        problem, random,
        state::AppState,
        store::{retries::Retry, task_lists, tasks},
    },
};

/// List tasks
///
/// Filters combine. A list is read to its end by `cursor`: every task comes once and only once, whatever is added meanwhile.
///
/// # Errors
/// 422 for what is not offered, by name.
#[utoipa::path(
    get,
    path = "/{user_id}/tasks",
    tag = "Tasks",
    params(
        ("user_id" = String, Path, description = "The person of the token", format = "uuid"),
        ("status" = Option<String>, Query, description = "`open`, `completed` or `all`, which is meant unless said otherwise; `pending` is another word for `open`", pattern = "^(open|pending|completed|all)$"),
        ("priority" = Option<Vec<super::answers::PriorityWord>>, Query, description = "Only these; may come more than once", style = Form, explode),
        ("search" = Option<String>, Query, description = "Beginnings of words in title and description, without regard to case and accents; the first eight different ones count. Where a script leaves no spaces between words, any part of a sentence", max_length = 200, pattern = r"^[^\u0000]*$"),
        ("sort" = Option<String>, Query, description = "`created` (newest first, unless said otherwise), `due` (soonest first, undated last), `priority` (high first), `title` (A to Z); a `-` before it turns it round", pattern = "^-?(created|due|priority|title)$"),
        ("limit" = Option<i32>, Query, description = "Most tasks of the answer; 50 unless said otherwise", minimum = 1, maximum = 100),
        ("offset" = Option<i32>, Query, description = "How many tasks to pass over first", minimum = 0, maximum = 1_000_000),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the answer before, of a list in the same order"),
    ),
    responses((status = 200, description = "The tasks", body = TaskList)),
)]
pub async fn list(
    State(state): State<AppState>,
    Owner { id: owner, tasks: revision }: Owner,
    ListQuery { query, stretch }: ListQuery,
) -> Result<Response, Failure> {
    let list = ListKey { owner, query, stretch };
    let answer = state.answers.or_make(list, revision, async |list| {
        let page = task_lists::list(&state.db, owner, &list.query, list.stretch).await?;
        serde_json::to_vec(&TaskList::of(owner, page))
            .map(Bytes::from)
            .map_err(|cause| problem::internal("a list could not be written", cause))
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], answer.await?).into_response())
}

/// Add a task
///
/// With an `Idempotency-Key` the call can be sent again for 24 hours: it gets the first answer and adds nothing.
///
/// # Errors
/// 422 with everything that is wrong.
#[utoipa::path(
    post,
    path = "/{user_id}/tasks",
    tag = "Tasks",
    params(
        ("user_id" = String, Path, description = "The person of the token", format = "uuid"),
        ("Idempotency-Key" = Option<String>, Header, description = "A name for this call, such as a random UUID", min_length = 1, max_length = 255, pattern = "^[!-~]{1,255}$"),
    ),
    request_body = NewTask,
    responses((status = 201, description = "The task", body = Task, headers(
        ("Location" = String, description = "The address of the task"),
        ("ETag" = String, description = "The version of the task"),
    ))),
)]
pub async fn add(
    State(state): State<AppState>,
    Owner { id: owner, .. }: Owner,
    IdempotencyKey(key): IdempotencyKey,
    Body(task): Body<NewTask>,
) -> Result<Response, Failure> {
    let draft = TaskDraft::from(task);
    let now = state.clock.now();
    let id = TaskId::new(random::id(now));
    let task = match key {
        Some(key) => {
            let retry = Retry { key, fingerprint: fingerprint(&draft) };
            tasks::insert_once(&state.db, owner, id, draft, &retry, now).await?
        }
        None => tasks::insert(&state.db, owner, id, draft, now).await?.task,
    };
    let address = HeaderValue::from_str(&format!("/api/{owner}/tasks/{}", task.id));
    let mut answer = answer(owner, task);
    *answer.status_mut() = StatusCode::CREATED;
    if let Ok(address) = address {
        answer.headers_mut().insert(header::LOCATION, address);
    }
    Ok(answer)
}

/// Get a task
///
/// # Errors
/// 404, also for somebody else's.
#[utoipa::path(
    get,
    path = "/{user_id}/tasks/{id}",
    tag = "Tasks",
    params(
        ("user_id" = String, Path, description = "The person of the token", format = "uuid"),
        ("id" = String, Path, description = "The task", format = "uuid"),
    ),
    responses((status = 200, description = "The task", body = Task, headers(("ETag" = String, description = "The version of the task")))),
)]
pub async fn get(
    State(state): State<AppState>,
    Owner { id: owner, .. }: Owner,
    TaskPath(id): TaskPath,
) -> Result<Response, Failure> {
    Ok(answer(owner, tasks::find(&state.db, owner, id).await?))
}

/// Change a task
///
/// Only the fields that are named change; `null` takes a description or a due date away.
///
/// # Errors
/// 404, 412, and 422 with everything that is wrong.
#[utoipa::path(
    put,
    path = "/{user_id}/tasks/{id}",
    tag = "Tasks",
    params(
        ("user_id" = String, Path, description = "The person of the token", format = "uuid"),
        ("id" = String, Path, description = "The task", format = "uuid"),
        ("If-Match" = Option<String>, Header, description = "The version that the change is meant for, as `ETag` named it"),
    ),
    request_body = TaskUpdate,
    responses((status = 200, description = "The task as it is now", body = Task, headers(("ETag" = String, description = "The version of the task")))),
)]
pub async fn update(
    State(state): State<AppState>,
    Owner { id: owner, .. }: Owner,
    TaskPath(id): TaskPath,
    version: IfMatch,
    Body(update): Body<TaskUpdate>,
) -> Result<Response, Failure> {
    change(&state, owner, id, update.into(), &version).await
}

/// Complete or reopen a task
///
/// # Errors
/// 404, 412, 422.
#[utoipa::path(
    patch,
    path = "/{user_id}/tasks/{id}/complete",
    tag = "Tasks",
    params(
        ("user_id" = String, Path, description = "The person of the token", format = "uuid"),
        ("id" = String, Path, description = "The task", format = "uuid"),
        ("If-Match" = Option<String>, Header, description = "The version that the change is meant for, as `ETag` named it"),
    ),
    request_body = Completion,
    responses((status = 200, description = "The task as it is now", body = Task, headers(("ETag" = String, description = "The version of the task")))),
)]
pub async fn complete(
    State(state): State<AppState>,
    Owner { id: owner, .. }: Owner,
    TaskPath(id): TaskPath,
    version: IfMatch,
    Body(Completion { is_completed }): Body<Completion>,
) -> Result<Response, Failure> {
    change(&state, owner, id, TaskChanges::completed(is_completed), &version).await
}

/// Delete a task
///
/// On the page it can be restored for 30 days; here it is gone.
///
/// # Errors
/// 404, 412.
#[utoipa::path(
    delete,
    path = "/{user_id}/tasks/{id}",
    tag = "Tasks",
    params(
        ("user_id" = String, Path, description = "The person of the token", format = "uuid"),
        ("id" = String, Path, description = "The task", format = "uuid"),
        ("If-Match" = Option<String>, Header, description = "The version that is meant, as `ETag` named it"),
    ),
    responses((status = 204, description = "The task is gone")),
)]
pub async fn delete(
    State(state): State<AppState>,
    Owner { id: owner, .. }: Owner,
    TaskPath(id): TaskPath,
    version: IfMatch,
) -> Result<StatusCode, Failure> {
    tasks::delete(&state.db, owner, id, |task| version.admits(task), state.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn change(
    state: &AppState,
    owner: UserId,
    id: TaskId,
    changes: TaskChanges,
    version: &IfMatch,
) -> Result<Response, Failure> {
    let now = state.clock.now();
    let done = tasks::change(&state.db, owner, id, changes, |task| version.admits(task), now).await?;
    Ok(answer(owner, done.task))
}

fn answer(owner: UserId, task: domain::Task) -> Response {
    ([(header::ETAG, etag(&task))], Json(Task::of(owner, task))).into_response()
}

/// What two requests have in common that ask for the same task.
fn fingerprint(draft: &TaskDraft) -> [u8; 32] {
    let due = draft.due_date.map(|due| due.moment().millis());
    // Texts hold no NUL, so that it tells where each ends.
    Sha256::new()
        .chain_update(draft.title.as_str())
        .chain_update([0])
        .chain_update(draft.description.as_ref().map_or("", TaskDescription::as_str))
        .chain_update([0])
        .chain_update(draft.priority.as_str())
        // No date is another thing than the first of 1970.
        .chain_update([u8::from(due.is_some())])
        .chain_update(due.unwrap_or_default().to_be_bytes())
        .finalize()
        .into()
}
