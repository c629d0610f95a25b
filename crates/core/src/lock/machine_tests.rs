use proptest::prelude::*;

use super::*;

const START: Timestamp = Timestamp::from_seconds(1_795_500_000);
const PLANTED: &str = "planted secret 184629";

fn found(locked: bool) -> Event {
    Event::Found { locked }
}

fn attempt() -> Event {
    Event::Try(Attempt::Secret(SecretText::new(PLANTED)))
}

/// A machine after these events, and what the last one ordered.
fn after(events: impl IntoIterator<Item = Event>) -> (Lock, Vec<Effect>) {
    let mut lock = Lock::default();
    let mut effects = Vec::new();
    for event in events {
        let step = lock.step(START, event);
        (lock, effects) = (step.state, step.effects);
    }
    (lock, effects)
}

fn opened() -> Lock {
    let (lock, effects) = after([found(true), attempt()]);
    let Some(Effect::Open(ticket, _)) = effects.first() else {
        unreachable!("a try opens");
    };
    let step = lock.step(START, Event::Opened(*ticket));
    assert_eq!(step.effects.first(), Some(&Effect::Take));
    step.state
}

fn wake(effects: &[Effect]) -> Option<(Timestamp, Ticket)> {
    effects.iter().find_map(|effect| match effect {
        Effect::WakeAt(at, ticket) => Some((*at, *ticket)),
        _ => None,
    })
}

const DROP_AND_ASK: [Effect; 2] = [Effect::Drop { tell: true }, Effect::Ask];

#[test]
fn without_a_lock_the_vault_opens_and_never_closes_by_itself() {
    let (lock, effects) = after([found(false)]);
    assert_eq!(effects, [Effect::Take]);
    let step = lock.step(START, Event::Hidden);
    assert_eq!(*step.state.state(), State::Free);
    let used = START.plus_seconds(-100_000);
    let step = step.state.step(START, Event::Shown { used });
    assert!(step.effects.is_empty());
    assert_eq!(*step.state.state(), State::Free);
}

#[test]
fn it_locks_when_it_was_not_used_for_its_time_and_waits_on_where_it_was() {
    let step = opened().step(START, Event::After(LockAfter::default()));
    let (at, ticket) = wake(&step.effects).unwrap();
    assert_eq!(at, START.plus_seconds(300));
    let used = START.plus_seconds(200);
    let step = step.state.step(at, Event::Woke(ticket, used));
    assert_eq!(*step.state.state(), State::Open);
    let (at, ticket) = wake(&step.effects).unwrap();
    assert_eq!(at, START.plus_seconds(500));
    let step = step.state.step(at, Event::Woke(ticket, used));
    assert_eq!(*step.state.state(), State::Locked(None));
    assert_eq!(step.effects, DROP_AND_ASK);
}

#[test]
fn a_device_that_slept_too_long_is_locked_before_anything_is_shown() {
    let later = START.plus_seconds(301);
    let step = opened().step(later, Event::Shown { used: START });
    assert_eq!(step.effects, DROP_AND_ASK);
}

#[test]
fn where_it_locks_when_hidden_it_does_so_at_once() {
    let step = opened().step(START, Event::Hidden);
    assert_eq!(*step.state.state(), State::Open);
    let step = step.state.step(START, Event::After(LockAfter::HIDDEN));
    let step = step.state.step(START, Event::Hidden);
    assert_eq!(step.effects, DROP_AND_ASK);
}

#[test]
fn what_opens_after_another_tab_has_locked_is_not_taken() {
    let (lock, effects) = after([found(true), attempt()]);
    let Some(Effect::Open(ticket, _)) = effects.first() else {
        unreachable!("a try opens");
    };
    let step = lock.step(START, Event::ChangedElsewhere);
    let step = step.state.step(START, Event::Opened(*ticket));
    assert!(step.effects.is_empty());
    assert_eq!(*step.state.state(), State::Locked(None));
}

#[test]
fn a_lock_that_another_tab_turned_off_is_found_out() {
    let (_, effects) = after([found(true), Event::ChangedElsewhere]);
    assert_eq!(effects, [Effect::Ask]);
    let (lock, effects) = after([found(true), Event::ChangedElsewhere, found(false)]);
    assert_eq!((lock.state(), effects), (&State::Free, vec![Effect::Take]));
}

fn events() -> impl Strategy<Value = Event> {
    let moment = (-2_000_i64..2_000).prop_map(|seconds| START.plus_seconds(seconds));
    let ticket = (0_u32..12).prop_map(|draws| {
        let mut ticket = Ticket::default();
        for _ in 0..draws {
            let _ = ticket.draw();
        }
        ticket
    });
    prop_oneof![
        any::<bool>().prop_map(found),
        Just(attempt()),
        Just(Event::Try(Attempt::Passkey)),
        ticket.clone().prop_map(Event::Opened),
        ticket
            .clone()
            .prop_map(|ticket| Event::Refused(ticket, Refusal::Cancelled)),
        Just(Event::Set),
        Just(Event::TurnedOff),
        (0_usize..4).prop_map(|index| Event::After(LockAfter::OFFERED[index])),
        Just(Event::LockNow),
        Just(Event::ChangedElsewhere),
        Just(Event::Hidden),
        moment.clone().prop_map(|used| Event::Shown { used }),
        (ticket, moment).prop_map(|(ticket, used)| Event::Woke(ticket, used)),
    ]
}

proptest! {
    #[test]
    fn whatever_happens_the_vault_is_held_only_while_open_and_there_is_a_way_out(
        happens in prop::collection::vec((events(), 0_i64..1_000), 0..60),
    ) {
        let (mut lock, mut now, mut held) = (Lock::default(), START, false);
        for (event, seconds) in happens {
            now = now.plus_seconds(seconds);
            let step = lock.step(now, event);
            lock = step.state;
            for effect in step.effects {
                match effect {
                    Effect::Take => {
                        prop_assert!(!held, "taken twice");
                        held = true;
                    }
                    Effect::Drop { .. } => held = false,
                    Effect::Ask | Effect::Open(..) | Effect::WakeAt(..) => {}
                }
            }
            let open = matches!(lock.state(), State::Free | State::Open);
            prop_assert_eq!(held, open, "{:?}", lock.state());
            let shown = format!("{:?}", &lock);
            prop_assert!(!shown.contains(PLANTED));
        }
        // From wherever it stands, whoever has the secret gets in.
        let step = lock.step(now, Event::ChangedElsewhere);
        let step = step.state.step(now, found(true));
        let step = step.state.step(now, attempt());
        let opens = step.effects.iter().find_map(|effect| match effect {
            Effect::Open(ticket, _) => Some(*ticket),
            _ => None,
        });
        let step = step.state.step(now, Event::Opened(opens.unwrap()));
        prop_assert_eq!(step.state.state(), &State::Open);
    }
}
