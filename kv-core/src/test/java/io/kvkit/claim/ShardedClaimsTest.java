package io.kvkit.claim;

import io.kvkit.tck.ClaimEnds;
import io.kvkit.tck.ClaimForeign;
import io.kvkit.tck.ClaimOwnership;
import io.kvkit.tck.ClaimRaces;
import io.kvkit.tck.ClaimResends;
import io.kvkit.tck.ClaimValues;
import io.kvkit.tck.ClaimVerdicts;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** A claim promises the same where many records are in one value. */
class ShardedClaimsTest {

    abstract static class Sharded {

        abstract StoreUnderTest open();

        @Nested
        class Verdicts extends ClaimVerdicts {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }

        @Nested
        class Ownership extends ClaimOwnership {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }

        @Nested
        class Resends extends ClaimResends {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }

        @Nested
        class Ends extends ClaimEnds {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }

        @Nested
        class Values extends ClaimValues {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }

        @Nested
        class Foreign extends ClaimForeign {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }

        @Nested
        class Races extends ClaimRaces {
            @Override
            protected StoreUnderTest open() {
                return Sharded.this.open();
            }
        }
    }

    @Nested
    class OnMemory extends Sharded {

        @Override
        StoreUnderTest open() {
            return Sharding.of(StoreUnderTest.memory());
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends Sharded {

        @Override
        StoreUnderTest open() {
            return Sharding.of(StoreUnderTest.redis(TestRedis.uri()));
        }
    }

    @Nested
    @Tag("slow")
    class OnCluster extends Sharded {

        @Override
        StoreUnderTest open() {
            return Sharding.of(StoreUnderTest.redis(TestRedis.cluster()));
        }
    }
}
