package io.kvkit.sample;

import io.kvkit.tck.TestProcess;
import io.kvkit.tck.TestRedis;
import java.util.List;
import java.util.UUID;

/** The stores on which the shop must behave alike. */
enum ShopStore {
    MEMORY,
    REDIS;

    /**
     * The command line of a shop on this store that shares its records with no other test. Its patience with Redis
     * outlasts a busy machine, because a cache whose store is silent loads by itself. So does a transfer of the second
     * shop, which is stopped in the middle.
     */
    List<String> arguments() {
        return switch (this) {
            case MEMORY -> List.of("--kv.rate-limit.plan-timeout=20s");
            case REDIS ->
                List.of(
                        "--spring.profiles.active=redis",
                        "--kv.redis.uri=" + TestRedis.uri(),
                        "--kv.redis.timeout=20s",
                        "--kv.rate-limit.timeout=20s",
                        "--kv.rate-limit.plan-timeout=20s",
                        "--shop.second-shop.transfer-time=20s",
                        "--SHOP_DATABASE=" + TestProcess.newFolder().resolve("shop"),
                        "--kv.key-prefix=shop-" + UUID.randomUUID());
        };
    }
}
