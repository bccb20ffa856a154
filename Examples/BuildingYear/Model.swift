/// The Python side: what a program sends with `exec`. It sees the grid as `history`, and grids become DataFrames where it asks for them.
///
/// The model is linear in features that a person would choose: degrees above 65 and below 45 °F, whether people are in, the product of
/// both, the hour and the weekday. It learns from the even weeks of the year and is judged on the odd ones, which it has not seen.
let modelCode = """
    import numpy as np
    import pandas as pd

    def features(frame):
        above = (frame.temp - 65).clip(lower=0)
        occupied = frame.occupied.astype(float)
        columns = {"above": above, "below": (45 - frame.temp).clip(lower=0), "occupied": occupied, "both": above * occupied}
        hours = pd.get_dummies(frame.ts.dt.hour, prefix="hour", dtype=float)
        weekdays = pd.get_dummies(frame.ts.dt.weekday, prefix="weekday", dtype=float)
        return pd.concat([pd.DataFrame(columns), hours, weekdays], axis=1)

    def fit(x, y):
        '''A function that predicts y from x, and the name of what made it.'''
        try:
            from sklearn.linear_model import LinearRegression
        except ImportError:
            weights, *_ = np.linalg.lstsq(x.to_numpy(), y.to_numpy(), rcond=None)
            return (lambda x: x.to_numpy() @ weights), "numpy.linalg.lstsq"
        return LinearRegression().fit(x, y).predict, "sklearn LinearRegression"

    def learn(frame):
        '''Adds the column `predicted`, and says what was fitted.'''
        x = features(frame)
        learned = (frame.ts.dt.dayofyear // 7 % 2 == 0) & frame.kW.notna()
        predict, name = fit(x[learned], frame.kW[learned])
        frame["predicted"] = predict(x)
        frame["unseen"] = ~learned & frame.kW.notna()
        return f"{name} of {x.shape[1]} features on {int(learned.sum())} rows"

    def monthly(frame):
        '''A row for each month, of the rows that the model has not seen.'''
        seen = frame[frame.unseen]
        rows = []
        for month, part in seen.groupby(seen.ts.dt.month):
            error = part.kW - part.predicted
            measured, predicted = part.kW.sum() / 4, part.predicted.sum() / 4
            rows.append({
                "Month": month, "Measured kWh": round(measured), "Predicted kWh": round(predicted),
                "Difference %": round(100 * (predicted / measured - 1), 2),
                "R²": round(1 - (error ** 2).sum() / ((part.kW - part.kW.mean()) ** 2).sum(), 4),
            })
        return pd.DataFrame(rows)

    def profile(frame):
        '''Mean power, 24 hours × 7 weekdays.'''
        return frame.kW.groupby([frame.ts.dt.hour, frame.ts.dt.weekday]).mean().unstack().to_numpy()
    """
