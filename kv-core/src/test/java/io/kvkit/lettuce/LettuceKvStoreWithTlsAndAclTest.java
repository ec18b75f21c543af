package io.kvkit.lettuce;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestCertificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The Redis store keeps the contract over mutual TLS, as a user with the rights that docs/redis.md lists. */
@Tag("slow")
class LettuceKvStoreWithTlsAndAclTest extends KvStoreContract {

    private static final String RIGHTS = "on >secret ~tck-* -@all +get +set +exists +unlink +eval +evalsha +scan +time"
            + " +del +getrange +setrange +incrby +pexpire +persist +pttl";

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(Shared.TARGET);
    }

    private static final class Shared {

        static final RedisTarget TARGET = start("");
    }

    /** Starts a server that ends with the JVM, with a user that has these permissions and more. */
    @SuppressWarnings("resource")
    static RedisTarget start(String more) {
        TestCertificate certificate = TestCertificate.make();
        int port = RedisServer.freePort();
        List<String> options = new ArrayList<>(certificate.serverOptions(port));
        options.addAll(List.of("--user", "app"));
        options.addAll(List.of((RIGHTS + more).split(" ")));
        RedisServer server = RedisServer.start(options.toArray(String[]::new));
        return new RedisTarget(
                new RedisTopology.Standalone(new Address(server.host(), port)),
                settings -> settings.tls(certificate.mutual()).credentials("app", "secret"),
                List.of(server.uri()));
    }
}
