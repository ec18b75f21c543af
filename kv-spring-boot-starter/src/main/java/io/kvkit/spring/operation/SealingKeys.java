package io.kvkit.spring.operation;

import io.kvkit.codec.KvKeyring;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.OperationSite;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** The keys that seal what an area stores: those of a bean, or else of its properties. Safe for use by several threads. */
public final class SealingKeys {

    private static final String MISSING = "there are no keys";

    private final BeanFactory beans;
    private final @Nullable KvKeyring own;
    private final String mend;

    /**
     * Creates the keys of an area.
     *
     * @param property the property that has the keys
     * @param keys its value
     * @param beans may have the keyring
     */
    public SealingKeys(String property, List<SealingKey> keys, BeanFactory beans) {
        this.beans = beans;
        this.own = SealingKey.keyring(property, keys);
        this.mend = "Set " + property + ", or define a bean of type KvKeyring";
    }

    /**
     * Requires keys for something sealed.
     *
     * @param site the annotation that seals
     * @throws io.kvkit.spring.KvConfigurationException if there are none
     */
    public void require(OperationSite site) {
        if (find() == null) {
            throw site.error("sealed", true, MISSING, mend);
        }
    }

    /**
     * Requires keys for something sealed.
     *
     * @param property the property that seals
     * @throws KvPropertyException if there are none
     */
    public void require(String property) {
        if (find() == null) {
            throw new KvPropertyException(property + "=true, but " + MISSING, mend);
        }
    }

    /**
     * Returns the keys.
     *
     * @throws IllegalStateException if there are none
     */
    public KvKeyring get() {
        KvKeyring keyring = find();
        if (keyring == null) {
            throw new IllegalStateException("What is sealed needs keys. " + mend + ".");
        }
        return keyring;
    }

    private @Nullable KvKeyring find() {
        return beans.getBeanProvider(KvKeyring.class).getIfAvailable(() -> own);
    }
}
