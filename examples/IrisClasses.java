import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Folds;
import io.spectrahedra.neural.data.Target;
import io.spectrahedra.neural.loss.Losses;
import io.spectrahedra.neural.train.BetaGrid;
import io.spectrahedra.neural.train.CrossValidation;
import io.spectrahedra.neural.train.PathOptions;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Three kinds of iris by their leaves: softmax, with the β that five folds find best, and what the
 * network then says of a flower it has not seen.
 */
class IrisClasses {
  public static void main(String[] args) {
    Path file = Path.of("src-test-data/data/iris.csv");
    Dataset data = CsvTable.read(file, Target.classes("species")).toDataset();
    TrainingOptions options = TrainingOptions.defaults().withLoss(Losses.parse("cross-entropy"));
    Folds folds = CrossValidation.folds(data, options, 5, 0);
    CrossValidation tried =
        PolynomialNetworks.crossValidate(
            data, folds, new PathOptions(options, BetaGrid.of(10, 3, 1, 0.3)));
    double beta = tried.best().orElseThrow().beta();
    TrainedNetwork best = PolynomialNetworks.train(data, options.withBeta(beta));
    System.out.println(best);
    System.out.println(tried);
    double[] flower = {5.9, 3.0, 4.9, 1.7};
    System.out.println(best.model().predictClass(flower));
    System.out.println(Arrays.toString(best.model().predictProba(flower)));
    System.out.println("accuracy = " + best.model().score(data));
  }
}
