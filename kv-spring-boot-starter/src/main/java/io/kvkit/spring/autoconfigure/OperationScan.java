package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.read.OperationSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Reads the annotations of all beans before the application takes calls, so that a mistake fails startup.
 *
 * <p>It reads types only and creates no bean. Annotations on types that are unknown before the bean is created, such as
 * lazy beans behind interfaces and products of factories, are read when the bean is created.
 */
final class OperationScan implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final OperationSource source;
    private final BeanCheck check;
    private final StartupReport report;
    private final LateBeanCheck late;
    private final PrincipalCheck principals;

    OperationScan(
            ConfigurableListableBeanFactory beans,
            OperationSource source,
            BeanCheck check,
            StartupReport report,
            LateBeanCheck late,
            PrincipalCheck principals) {
        this.beans = beans;
        this.source = source;
        this.check = check;
        this.report = report;
        this.late = late;
        this.principals = principals;
    }

    @Override
    public void afterSingletonsInstantiated() {
        new BeanTypes(beans).forEach(check::check);
        source.registry().check(beans);
        check.judgeAll();
        report.write(source.registry());
        new TransactionOrder(beans).check(source.registry());
        principals.run(source.registry());
        late.begin(check);
    }
}
