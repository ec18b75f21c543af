package io.kvkit;

import io.kvkit.tck.StoreUnderTest;
import org.junit.jupiter.api.Nested;

/** What every client must do, on every store and through both of its faces. */
abstract class KvClientContract {

    abstract StoreUnderTest open();

    KvClient face(KvClient blocking) {
        return blocking;
    }

    @Nested
    class Keys extends KeysContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }

    @Nested
    class TypedValues extends TypedValuesContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }

    @Nested
    class RecipeCalls extends RecipesContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }

    @Nested
    class KeptValues extends KeptValuesContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }

    @Nested
    class Apart extends ApartContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }

    @Nested
    class NamedLimits extends NamedLimitsContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }

    @Nested
    class Failures extends FailureContract {
        @Override
        StoreUnderTest open() {
            return KvClientContract.this.open();
        }

        @Override
        KvClient face(KvClient blocking) {
            return KvClientContract.this.face(blocking);
        }
    }
}
