package io.kvkit.lettuce;

import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SignalsContract;
import io.kvkit.tck.StoreUnderTest;
import org.junit.jupiter.api.Tag;

/** The Redis store reports changes over mutual TLS, to a user with the permissions that docs/redis.md lists. */
@Tag("slow")
class LettuceSignalsWithTlsAndAclTest extends SignalsContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(Shared.TARGET);
    }

    private static final class Shared {

        static final RedisTarget TARGET = LettuceKvStoreWithTlsAndAclTest.start(" +client|tracking");
    }
}
