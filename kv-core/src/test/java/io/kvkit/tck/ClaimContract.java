package io.kvkit.tck;

import org.junit.jupiter.api.Nested;

/** What the claim machine must do on every store, in groups. */
public abstract class ClaimContract {

    /** Opens the store for one case. */
    protected abstract StoreUnderTest open();

    @Nested
    class Verdicts extends ClaimVerdicts {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Ownership extends ClaimOwnership {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Resends extends ClaimResends {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Ends extends ClaimEnds {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Marks extends ClaimMarks {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Values extends ClaimValues {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Foreign extends ClaimForeign {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }

    @Nested
    class Races extends ClaimRaces {
        @Override
        protected StoreUnderTest open() {
            return ClaimContract.this.open();
        }
    }
}
