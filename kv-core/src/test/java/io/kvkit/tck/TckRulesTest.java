package io.kvkit.tck;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.InetAddress;

/** What the jar of the TCK holds works without the other tests of the core, and on every machine. */
@ArchTag("slow")
@AnalyzeClasses(packages = "io.kvkit", importOptions = OnlyIncludeTests.class)
class TckRulesTest {

    @ArchTest
    static final ArchRule TCK_STANDS_ALONE =
            noClasses().that().resideInAPackage("io.kvkit.tck..").should().dependOnClassesThat(are(testsOfTheCore()));

    @ArchTest
    static final ArchRule LOOPBACK_HAS_ONE_SPELLING =
            noClasses().should().callMethod(InetAddress.class, "getLoopbackAddress");

    private static DescribedPredicate<JavaClass> testsOfTheCore() {
        DescribedPredicate<JavaClass> tests = DescribedPredicate.describe(
                "tests of the core",
                type -> type.getSource().stream()
                        .anyMatch(source -> source.getUri().toString().contains("/test-classes/")));
        return DescribedPredicate.and(tests, DescribedPredicate.not(resideInAPackage("io.kvkit.tck..")));
    }
}
