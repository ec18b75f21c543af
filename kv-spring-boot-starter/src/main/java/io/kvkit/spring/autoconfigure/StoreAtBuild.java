package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.autoconfigure.StoreSelection.AddressSource;
import io.kvkit.spring.operation.KvPropertyException;
import java.util.Set;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Refuses to run with another store than what is configured now means. Conditions of an application that is processed
 * ahead of time are judged when it is built, so what is configured later would silently change nothing.
 */
final class StoreAtBuild {

    private StoreAtBuild() {}

    /**
     * The store was chosen by a condition.
     *
     * @throws KvPropertyException if that was when the application was built, and another one would be chosen now
     */
    static void requireStill(StoreType built, ConfigurableListableBeanFactory beans, Environment environment) {
        if (!AotDetector.useGeneratedArtifacts()) {
            return;
        }
        StoreType now = now(beans, environment).type();
        if (now != built) {
            throw new KvPropertyException(
                    "The store is " + now.text() + " by what is configured now, but it was " + built.text()
                            + " when the application was processed ahead of time",
                    "Set kv.store=" + now.text() + " for the processing, or kv.store=" + built.text() + " now");
        }
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
