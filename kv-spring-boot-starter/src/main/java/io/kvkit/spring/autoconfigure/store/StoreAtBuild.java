package io.kvkit.spring.autoconfigure.store;

import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.autoconfigure.store.StoreSelection.AddressSource;
import java.util.Set;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Refuses to run if the configuration now selects another source of the address than at build time. Conditions of an
 * application that is processed ahead of time are evaluated at build time, so a later change would have no effect.
 */
final class StoreAtBuild {

    private StoreAtBuild() {}

    /** Creates the exception for a Redis store in an application that was built without one. */
    static KvPropertyException notRedis() {
        return new KvPropertyException(
                "The store is redis by what is configured now, but it was not when the application was processed ahead of"
                        + " time",
                "Set kv.store=redis for the processing, or kv.store=memory now");
    }

    /**
     * Checks the source of the address that a condition selected at build time.
     *
     * @throws KvPropertyException if the configuration would select another source now
     */
    static void requireStill(Set<AddressSource> built, ConfigurableListableBeanFactory beans, Environment environment) {
        if (AotDetector.useGeneratedArtifacts()
                && !built.contains(now(beans, environment).address())) {
            throw new KvPropertyException(
                    "The address of Redis is configured in another place now than when the application was processed"
                            + " ahead of time",
                    "Set kv.redis.uri now, and only kv.store=redis for the processing");
        }
    }

    private static StoreSelection now(ConfigurableListableBeanFactory beans, Environment environment) {
        return StoreSelection.of(environment, beans, beans.getBeanClassLoader());
    }
}
