package io.kvkit.lettuce;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.Valkey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Redis store keeps the contract on Valkey, on machines that have it; elsewhere the build says that it was skipped. */
@Tag("slow")
@ExtendWith(Valkey.class)
class LettuceKvStoreOnValkeyTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(Valkey.uri());
    }
}
