package io.kvkit.spring.autoconfigure;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/** Determines how Spring proxies a bean. */
final class ProxyKind {

    private ProxyKind() {}

    /** Returns whether Spring would proxy beans of the class by a subclass. */
    static boolean isBySubclass(Class<?> type, BeanFactory beans) {
        // The class of a lambda is hidden.
        if (Proxy.isProxyClass(type) || type.isHidden()) {
            return false;
        }
        boolean forced = beans.containsBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME)
                && beans.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME) instanceof ProxyConfig config
                && config.isProxyTargetClass();
        return forced || !hasInterface(type);
    }

    // Spring creates no JDK proxy for its callback interfaces.
    private static boolean hasInterface(Class<?> type) {
        return Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                .anyMatch(each -> each.getMethods().length > 0
                        && !Aware.class.isAssignableFrom(each)
                        && !each.getName().startsWith("org.springframework.beans.factory.")
                        && !each.getName().startsWith("java."));
    }
}
