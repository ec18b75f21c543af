package io.kvkit.tck;

import org.junit.jupiter.api.Nested;

/**
 * What every store must do, in groups. A store's own test extends this and says how the store is opened:
 *
 * <pre>{@code
 * class MyStoreTest extends KvStoreContract {
 *     @Override
 *     protected StoreUnderTest open() {
 *         return new MyStoreUnderTest();
 *     }
 * }
 * }</pre>
 */
public abstract class KvStoreContract {

    /** Opens the store for one case. */
    protected abstract StoreUnderTest open();

    @Nested
    class Values extends ValueContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Lives extends TtlContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Batches extends BatchContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Transitions extends ApplyAllContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Scans extends ScanContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Conditions extends ConditionalContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Clock extends ClockContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class HeldPermits extends PermitContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Meters extends MeterContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }

    @Nested
    class Claims extends ClaimContract {
        @Override
        protected StoreUnderTest open() {
            return KvStoreContract.this.open();
        }
    }
}
