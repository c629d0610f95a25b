//! How much work a secret is, on this device.

use crate::ports::Work;

impl Work {
    /// What is aimed at: 64 MiB, 3 passes (RFC 9106, section 4, second recommendation).
    pub const FULL: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
    };

    /// The least that is ever done: 19 MiB, 2 passes.
    pub const LEAST: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
    };

    /// From much to little.
    const STEPS: [Self; 5] = [
        Self::FULL,
        Self {
            memory_kib: 46 * 1024,
            passes: 3,
        },
        Self {
            memory_kib: 32 * 1024,
            passes: 3,
        },
        Self {
            memory_kib: 32 * 1024,
            passes: 2,
        },
        Self::LEAST,
    ];

    /// The longest that unlocking may take here.
    const MILLIS_MAX: u64 = 1000;

    /// The most work that takes at most a second where [`Work::LEAST`] took so many milliseconds.
    pub fn calibrated(least_took_millis: u64) -> Self {
        let fits = |work: &Self| {
            let expected = least_took_millis.saturating_mul(work.amount());
            expected <= Self::MILLIS_MAX.saturating_mul(Self::LEAST.amount())
        };
        Self::STEPS.into_iter().find(fits).unwrap_or(Self::LEAST)
    }

    fn amount(self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.passes)
    }
}

#[cfg(test)]
mod tests {
    use super::Work;

    #[test]
    fn slow_devices_do_less_and_none_does_less_than_the_least() {
        assert_eq!(Work::calibrated(0), Work::FULL);
        assert_eq!(Work::calibrated(36), Work::FULL);
        assert_eq!(Work::calibrated(197), Work::FULL);
        assert_eq!(Work::calibrated(199).memory_kib, 46 * 1024);
        assert_eq!(Work::calibrated(500).passes, 2);
        for slow in [1_000, 60_000, u64::MAX] {
            assert_eq!(Work::calibrated(slow), Work::LEAST);
        }
    }
}
