package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.read.OperationOwners;
import io.kvkit.spring.operation.read.OperationSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.scope.ScopedProxyUtils;

/** Checks the annotations of beans, the operations that two beans share, and the types of results. */
final class BeanCheck {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final OperationSource source;
    private final ResultTypes results;
    private final NamedOperations names;
    private final OperationOwners owners;

    BeanCheck(OperationSource source, ResultTypes results, NamedOperations names) {
        this.source = source;
        this.results = results;
        this.names = names;
        this.owners = new OperationOwners(source);
    }

    /**
     * Checks a bean, and returns whether it has operations.
     *
     * @throws io.kvkit.spring.KvConfigurationException if an annotation is wrong, or another bean has an
     *     operation that only one may have
     */
    boolean check(String name, Class<?> type) {
        if (!source.validate(type)) {
            return false;
        }
        owners.add(owner(name), type).forEach(log::warn);
        return true;
    }

    /**
     * Checks the types of results, and the names that were asked for. Runs after all beans, because an update stores what
     * the cache of another bean holds.
     */
    void judgeAll() {
        results.check(source.registry().all());
        names.requireKnown(source.registry());
    }

    // A scoped bean has a proxy, which is a bean too.
    private static String owner(String name) {
        return ScopedProxyUtils.isScopedTarget(name) ? ScopedProxyUtils.getOriginalBeanName(name) : name;
    }
}
