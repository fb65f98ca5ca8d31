//! Asking the same thing together. Whoever asks while the same question is on its way to the database waits for the next
//! answer, which then is for everybody who came meanwhile: each answer is from after its question, and many questions at
//! once cost one.

use std::{
    collections::HashMap,
    hash::Hash,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use super::waiting;

/// Questions that are on their way.
pub(super) struct Together<K: Clone + Eq + Hash, V>(Arc<Mutex<Queues<K, V>>>);

/// For each question that is on its way, those who came too late for it.
type Queues<K, V> = HashMap<K, Vec<oneshot::Sender<Reply<K, V>>>>;

enum Reply<K: Clone + Eq + Hash, V> {
    /// Somebody asked for me.
    Answered(V),
    /// It is mine to ask, for others too.
    Ask(Lead<K, V>),
}

/// Whoever holds it asks. In whatever way it is dropped, nobody is left waiting: the companions begin anew, and the question
/// goes on to whoever came meanwhile.
struct Lead<K: Clone + Eq + Hash, V> {
    companions: Vec<oneshot::Sender<Reply<K, V>>>,
    question: K,
    all: Together<K, V>,
}

impl<K: Clone + Eq + Hash, V> Clone for Together<K, V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<K: Clone + Eq + Hash, V: Clone> Together<K, V> {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(HashMap::new())))
    }

    /// The answer to a question. It is asked after this is called, by this caller or by another one.
    pub(super) async fn ask(&self, question: K, ask: impl AsyncFnOnce() -> V) -> V {
        let mut lead = loop {
            match self.turn(&question) {
                Ok(lead) => break lead,
                Err(turn) => match waiting::counted(turn).await {
                    Ok(Reply::Answered(answer)) => return answer,
                    Ok(Reply::Ask(lead)) => break lead,
                    // Whoever was to ask for us has gone away.
                    Err(_) => {}
                },
            }
        };
        let answer = ask().await;
        for companion in lead.companions.drain(..) {
            // One who has gone away needs no answer.
            let _ = companion.send(Reply::Answered(answer.clone()));
        }
        answer
    }
}

impl<K: Clone + Eq + Hash, V> Together<K, V> {
    /// The lead, or what to wait for where somebody else has it.
    fn turn(&self, question: &K) -> Result<Lead<K, V>, oneshot::Receiver<Reply<K, V>>> {
        let mut queues = self.queues();
        if let Some(queue) = queues.get_mut(question) {
            let (sender, turn) = oneshot::channel();
            queue.push(sender);
            return Err(turn);
        }
        queues.insert(question.clone(), Vec::new());
        Ok(Lead { companions: Vec::new(), question: question.clone(), all: self.clone() })
    }

    fn queues(&self) -> MutexGuard<'_, Queues<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Clone + Eq + Hash, V> Drop for Lead<K, V> {
    fn drop(&mut self) {
        let mut queues = self.all.queues();
        let mut waiting = queues.get_mut(&self.question).map(mem::take).unwrap_or_default();
        let Some(next) = waiting.pop() else {
            queues.remove(&self.question);
            return;
        };
        drop(queues);
        let lead = Self { companions: waiting, question: self.question.clone(), all: self.all.clone() };
        // Where the next one has gone away this drops the lead, and so hands it on.
        let _ = next.send(Reply::Ask(lead));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::join_all;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn many_at_once_ask_twice_and_nobody_gets_an_answer_from_before_their_question() {
        let together = Together::new();
        let (asked, gate) = (AtomicU32::new(0), Semaphore::new(0));
        let one = || {
            together.ask("question", async || {
                let number = asked.fetch_add(1, Ordering::SeqCst);
                gate.acquire().await.unwrap().forget();
                number
            })
        };
        let all = join_all((0..10).map(|_| one()));
        let open = async { gate.add_permits(2) };
        let (answers, ()) = tokio::join!(all, open);
        assert_eq!(answers.iter().filter(|answer| **answer == 0).count(), 1);
        assert_eq!(answers.iter().filter(|answer| **answer == 1).count(), 9);
        assert!(together.0.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn other_questions_do_not_wait() {
        let together = Together::new();
        let outer = together.ask(1, async || together.ask(2, async || "answer").await);
        assert_eq!(outer.await, "answer");
    }

    #[tokio::test]
    async fn whoever_goes_away_leaves_nobody_waiting() {
        let together = Together::<_, u32>::new();
        let gone = tokio::spawn({
            let together = together.clone();
            async move { together.ask("question", async || std::future::pending().await).await }
        });
        tokio::task::yield_now().await;
        // The first goes away while it asks, the last while it waits.
        let asks = |number| {
            let together = together.clone();
            tokio::spawn(async move { together.ask("question", async || number).await })
        };
        let (waits, leaves) = (asks(7), asks(8));
        tokio::task::yield_now().await;
        leaves.abort();
        gone.abort();
        assert_eq!(waits.await.unwrap(), 7);
        assert!(together.0.lock().unwrap().is_empty());
    }
}
