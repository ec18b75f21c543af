package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.OperationSite;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/** Refuses the tenant as a scope if the application has no {@link KvTenantResolver}. */
public final class TenantRules {

    /** The scope that is the tenant. */
    public static final String TENANT = "TENANT";

    static final String PROBLEM = "there is no KvTenantResolver, so no call would have a tenant";
    static final String MEND = "Define a bean of type KvTenantResolver that finds the tenant of a call";

    private TenantRules() {}

    /**
     * Refuses an annotation whose scope is the tenant.
     *
     * @throws KvConfigurationException if the resolver is known to be absent
     */
    public static void check(OperationSite site, String scope, @Nullable BeanFactory beans) {
        if (scope.equals(TENANT) && isMissing(beans)) {
            throw site.error("scope", scope, PROBLEM, MEND);
        }
    }

    /** Returns whether the resolver is known to be absent. */
    static boolean isMissing(@Nullable BeanFactory beans) {
        return beans instanceof ListableBeanFactory all
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(all, KvTenantResolver.class, true, false).length
                        == 0;
    }
}
