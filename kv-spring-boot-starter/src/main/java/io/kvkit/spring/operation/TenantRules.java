package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/** Refuses the tenant as a scope if the application has no {@link KvTenantResolver}. */
final class TenantRules {

    static final String PROBLEM = "there is no KvTenantResolver, so no call would have a tenant";
    static final String MEND = "Define a bean of type KvTenantResolver that finds the tenant of a call";

    private TenantRules() {}

    /** Refuses operations whose scope is the tenant. */
    static void check(Operations operations, @Nullable BeanFactory beans) {
        for (Operation operation : operations.all()) {
            if (operation.key().scope().equals(ScopePlan.TENANT) && isMissing(beans)) {
                throw operation.site().error("scope", ScopePlan.TENANT, PROBLEM, MEND);
            }
        }
    }

    /** Returns whether the resolver is known to be absent. */
    static boolean isMissing(@Nullable BeanFactory beans) {
        return beans instanceof ListableBeanFactory all
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(all, KvTenantResolver.class, true, false).length
                        == 0;
    }
}
