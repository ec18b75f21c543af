package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.StoreSelection.AddressSource;
import io.kvkit.spring.operation.KvPropertyException;
import java.util.Set;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Refuses to run with another address than what is configured now means. Conditions of an application that is processed
 * ahead of time are judged when it is built, so what is configured later would silently change nothing.
 */
final class StoreAtBuild {

    private StoreAtBuild() {}

    /** The store is a Redis server now, and nothing was made for one when the application was built. */
    static KvPropertyException notRedis() {
        return new KvPropertyException(
                "The store is redis by what is configured now, but it was not when the application was processed ahead of"
                        + " time",
                "Set kv.store=redis for the processing, or kv.store=memory now");
    }

    /**
     * Who gives the address was chosen by a condition.
     *
     * @throws KvPropertyException if that was when the application was built, and would be somebody else now
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
